#!/usr/bin/env python3
"""Puts deliberate faults into the core, and shows which test catches each of them.

deliberate-faults.toml lists the faults. The script copies the package, puts all faults into the copy, each behind a switch, and builds
the copy once. Then it runs the tests once per fault. The environment variable SEGPLAN_FAULT says which fault is active. If the tests of
its own module let a fault pass, the script runs all tests with it. It exits with 1 if a fault survives.

    Tests/deliberate-faults.py --folder /tmp/faults
    Tests/deliberate-faults.py --folder /tmp/faults --module Planning
    Tests/deliberate-faults.py --folder /tmp/faults serial-not-raised checksum-unchecked

Needs Python 3.11 or later, and tests that pass without a fault.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
VARIABLE = "SEGPLAN_FAULT"
SWITCH = f"""import FoundationEssentials

private let activeFault = ProcessInfo.processInfo.environment["{VARIABLE}"]

func isFaulty(_ fault: String) -> Bool {{ activeFault == fault }}
"""
# They read the sources, and would find the faults in all of them.
EXCLUDED = "^ArchitectureTests\\."


def fail(message):
    sys.exit(f"error: {message}")


class Fault:
    def __init__(self, file, name, right, faulty, tests=None, **options):
        self.file, self.name, self.faulty = file, name, faulty
        self.form = options.get("as", "expression")
        self.module = file.split("/")[0]
        self.tests = tests or [f"{self.module}Tests"]
        marked = re.fullmatch("(.*)«(.*)»(.*)", right, re.S)
        self.before, self.right, self.after = marked.groups() if marked else ("", right, "")

    def misfit(self, source):
        """Why the fault does not fit its file; None if it does."""
        count = source.count(self.before + self.right + self.after)
        return None if count == 1 else f"{self.name}: its text occurs {count} times in Sources/{self.file}, and must occur once"

    def place(self, source):
        """Where the right text begins and ends in its file."""
        start = source.index(self.before + self.right + self.after) + len(self.before)
        return start, start + len(self.right)

    @property
    def guarded(self):
        """The right text and the faulty one, behind the switch."""
        switch = f'isFaulty("{self.name}")'
        match self.form:
            case "expression":
                return f"({switch} ? ({self.faulty}) : ({self.right}))"
            case "statement":
                return f"if {switch} {{ {self.faulty} }} else {{ {self.right} }}"
            case "text":
                return self.faulty.replace("FAULTY", switch)
        fail(f'{self.name}: `as` is "expression", "statement" or "text"')


def read_faults():
    files = tomllib.loads((TESTS / "deliberate-faults.toml").read_text())
    faults = [Fault(file, **fields) for file, list in files.items() for fields in list]
    names = [fault.name for fault in faults]
    if repeated := {name for name in names if names.count(name) > 1}:
        fail(f"several faults are named {', '.join(sorted(repeated))}")
    return faults


def with_faults(source, faults):
    places = sorted(((fault.place(source), fault) for fault in faults), key=lambda place: place[0])
    for ((_, end), first), ((start, _), second) in zip(places, places[1:]):
        if start < end:
            fail(f"{first.name} and {second.name} overlap in Sources/{first.file}")
    for (start, end), fault in reversed(places):
        source = source[:start] + fault.guarded + source[end:]
    return source


def read_source(file):
    path = ROOT / "Sources" / file
    return path.read_text() if path.is_file() else ""


def sources_with_faults(faults):
    """The changed files and the new ones, by path."""
    sources = {file: read_source(file) for file in {fault.file for fault in faults}}
    if misfits := [misfit for fault in faults if (misfit := fault.misfit(sources[fault.file]))]:
        fail("\n  ".join(misfits))
    changed = {}
    for file, source in sources.items():
        changed[f"Sources/{file}"] = with_faults(source, [fault for fault in faults if fault.file == file])
    for module in {fault.module for fault in faults}:
        changed[f"Sources/{module}/DeliberateFaults.swift"] = SWITCH
    return {path: text.encode() for path, text in changed.items()}


def copy_package(folder, changed):
    """Writes only what differs, so that the next build is quick."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    wanted = {path: (ROOT / path).read_bytes() for path in listed if (ROOT / path).is_file()} | changed
    for old in [*folder.glob("Sources/**/*.swift"), *folder.glob("Tests/**/*.swift")]:
        if str(old.relative_to(folder)) not in wanted:
            old.unlink()
    for path, content in wanted.items():
        copy = folder / path
        if not copy.is_file() or copy.read_bytes() != content:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
        if (ROOT / path).is_file():
            copy.chmod((ROOT / path).stat().st_mode & 0o777)


class BuiltTests:
    """Runs the built tests without `swift test`, which takes seconds to start."""

    def __init__(self, folder, limit):
        if subprocess.run(["swift", "build", "--build-tests"], cwd=folder).returncode != 0:
            fail("the package does not build with the faults")
        shown = subprocess.run(["swift", "build", "--show-bin-path"], cwd=folder, capture_output=True, text=True, check=True)
        self.program = next(Path(shown.stdout.strip()).glob("*PackageTests.xctest"))
        self.folder, self.limit = folder, limit
        self.environment = os.environ | {"NO_COLOR": "1"}
        if "SEGPLAN_TEST_PYTHON" not in os.environ:
            tools = subprocess.run([TESTS / "ensure-tools.sh"], stdout=subprocess.PIPE, text=True, check=True)
            self.environment["SEGPLAN_TEST_PYTHON"] = tools.stdout.strip()

    def failure(self, modules, fault=""):
        """The first test that fails, or how else the run fails; None if all tests pass. Without modules it runs all tests."""
        command = [self.program, "--testing-library", "swift-testing", "--experimental-maximum-parallelization-width", "8"]
        command += ["--skip", EXCLUDED] + (["--filter", f"^({'|'.join(modules)})\\."] if modules else [])
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment | {VARIABLE: fault},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        is_late = threading.Event()

        def end():
            is_late.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(self.limit, end)
        timer.start()
        try:
            for line in process.stdout:
                if failed := re.search(r"✘ Test (.+?) recorded an issue", line):
                    os.killpg(process.pid, signal.SIGKILL)
                    return failed[1]
            status = process.wait()
        finally:
            timer.cancel()
            process.stdout.close()
            process.wait()
        if is_late.is_set():
            return f"no end within {self.limit} s"
        return f"the tests end with {status}" if status else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="where to put the copy and its build")
    parser.add_argument("--module", action="append", default=[], help="only faults of this module; can be repeated")
    parser.add_argument("--limit", type=int, default=900, help="a run that takes longer counts as failed (seconds)")
    parser.add_argument("--quick", action="store_true", help="do not run all tests with a fault that its own tests let pass")
    parser.add_argument("--check", action="store_true", help="only check that the faults fit the sources")
    parser.add_argument("names", nargs="*", help="only these faults")
    options = parser.parse_args()

    faults = read_faults()
    if unknown := set(options.names) - {fault.name for fault in faults}:
        fail(f"there is no fault {', '.join(sorted(unknown))}")
    changed = sources_with_faults(faults)
    if options.check:
        print(f"{len(faults)} faults fit the sources")
        return
    if not options.folder:
        parser.error("--folder is missing")
    copy_package(options.folder.resolve(), changed)
    tests = BuiltTests(options.folder.resolve(), options.limit)

    def is_wanted(fault):
        return (not options.module or fault.module in options.module) and (not options.names or fault.name in options.names)

    tried = [fault for fault in faults if is_wanted(fault)]
    if failed := tests.failure(sorted({module for fault in tried for module in fault.tests}) if options.quick else []):
        fail(f"the tests fail without a fault: {failed}")
    survivors = []
    for fault in tried:
        start = time.monotonic()
        caught = tests.failure(fault.tests, fault.name)
        if not caught and not options.quick and (failed := tests.failure([], fault.name)):
            caught = f"only among all tests: {failed}"
        if not caught:
            survivors.append(fault.name)
        print(f"{fault.name:<36} {caught or 'SURVIVED'} ({time.monotonic() - start:.0f} s)", flush=True)
    print(f"{len(tried)} faults, {len(survivors)} survived{': ' if survivors else ''}{', '.join(survivors)}")
    sys.exit(1 if survivors else 0)


main()

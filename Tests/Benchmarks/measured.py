"""Runs a command and prints its wall time in seconds and its peak memory in megabytes.

    measured.py LOG COMMAND...

A command that takes longer than a quarter of an hour is ended, and its time printed as ">900".
"""

import resource
import subprocess
import sys
import time


LONGEST = 900


def main() -> None:
    log, command = sys.argv[1], sys.argv[2:]
    with open(log, "w", encoding="utf-8") as output:
        start = time.monotonic()
        try:
            code = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False, timeout=LONGEST
            ).returncode
            seconds = f"{time.monotonic() - start:.2f}"
        except subprocess.TimeoutExpired:
            code = 0
            seconds = f">{LONGEST}"
    if code != 0:
        with open(log, encoding="utf-8") as output:
            sys.exit(f"{command[0]} ended with {code}: {output.read()[-2000:]}")
    # Linux counts in kilobytes.
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(f"{seconds} {megabytes:.0f}")


main()

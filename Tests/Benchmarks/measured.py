"""Runs a command and prints its wall time in seconds and its peak memory in megabytes.

    measured.py LOG COMMAND...
"""

import resource
import subprocess
import sys
import time


def main() -> None:
    log, command = sys.argv[1], sys.argv[2:]
    with open(log, "w", encoding="utf-8") as output:
        start = time.monotonic()
        code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False).returncode
        seconds = time.monotonic() - start
    if code != 0:
        with open(log, encoding="utf-8") as output:
            sys.exit(f"{command[0]} ended with {code}: {output.read()[-2000:]}")
    # Linux counts in kilobytes.
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(f"{seconds:.2f} {megabytes:.0f}")


main()

"""Creates the segment "Many" in a simulated store.

    make_segment.py ADDRESS
"""

import sys

import requests


def main() -> None:
    answer = requests.post(
        f"{sys.argv[1]}/stores/compare/v3/segments",
        json=[{"name": "Many", "description": ""}],
        headers={"X-Auth-Token": "sim-token"},
        timeout=60,
    )
    answer.raise_for_status()


main()

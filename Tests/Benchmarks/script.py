"""What many would write in an afternoon: makes segments have the members of a YAML file, one request after the other.

    script.py ADDRESS FILE [--plan]
"""

import sys

import requests
import yaml

LISTED = 250
CHANGED = 50


def main() -> None:
    address, path = sys.argv[1], sys.argv[2]
    is_plan = "--plan" in sys.argv[3:]
    with open(path, encoding="utf-8") as file:
        # The quicker of PyYAML's loaders, where its wheel has it.
        declared = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    session = requests.Session()
    session.headers["X-Auth-Token"] = "sim-token"
    base = f"{address}/stores/compare/v3/segments"

    def pages(url: str):
        number = 1
        while True:
            answer = session.get(url, params={"page": number, "limit": LISTED}, timeout=60)
            answer.raise_for_status()
            body = answer.json()
            yield from body["data"]
            if number >= body["meta"]["pagination"]["total_pages"]:
                return
            number += 1

    segments = {segment["name"]: segment["id"] for segment in pages(base)}
    for name, members in declared.items():
        url = f"{base}/{segments[name]}/shopper-profiles"
        live = {profile["id"] for profile in pages(url)}
        add, remove = sorted(set(members) - live), sorted(live - set(members))
        print(f"{name}: {len(add)} to add, {len(remove)} to remove")
        if is_plan:
            continue
        for start in range(0, len(add), CHANGED):
            session.post(url, json=add[start : start + CHANGED], timeout=60).raise_for_status()
        for start in range(0, len(remove), CHANGED):
            session.delete(url, params={"id:in": ",".join(remove[start : start + CHANGED])}, timeout=60).raise_for_status()


main()

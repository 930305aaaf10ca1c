"""Writes the same members as input of every tool.

    make_inputs.py MEMBERS FOLDER

Members are the numbered profiles of segsim, in no order.
"""

import os
import random
import sys


def write(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main() -> None:
    count, folder = int(sys.argv[1]), sys.argv[2]
    members = [f"00000000-0000-4000-8000-{number:012x}" for number in range(1, count + 1)]
    random.Random(1).shuffle(members)

    declared = "".join(f"      - {member}\n" for member in members)
    write(f"{folder}/segplan/segments.yaml", f"version: 1\nsegments:\n  - name: Many\n    members:\n{declared}")
    write(f"{folder}/script.yaml", "Many:\n" + "".join(f"  - {member}\n" for member in members))

    records = "".join(f"m-{member}:\n  type: A\n  value: 192.0.2.1\n" for member in members)
    write(f"{folder}/octodns/source/example.com.yaml", f"---\n{records}")
    os.makedirs(f"{folder}/octodns/target", exist_ok=True)
    write(
        f"{folder}/octodns/config.yaml",
        f"""---
providers:
  source:
    class: octodns.provider.yaml.YamlProvider
    directory: {folder}/octodns/source
    enforce_order: false
  target:
    class: octodns.provider.yaml.YamlProvider
    directory: {folder}/octodns/target
    enforce_order: false
zones:
  example.com.:
    sources: [source]
    targets: [target]
""",
    )

    listed = ",\n".join(f'    "{member}"' for member in members)
    write(
        f"{folder}/terraform/main.tf",
        f'locals {{\n  members = toset([\n{listed}\n  ])\n}}\n\n'
        'resource "terraform_data" "member" {\n  for_each = local.members\n  input    = each.key\n}\n',
    )


main()

#!/usr/bin/env bash
# Names members by customer number, email, CSV file, segment and date, in a store that segsim simulates on this machine.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=examples/walk.sh
source "$here/../walk.sh"

prepare curl

say "Start a simulated store with nine customers, eight of them with a shopper profile, and one segment that no manifest declares"
start_store members

say "1. Check the manifests and their format"
run segplan validate segments
run segplan fmt --check segments

say "2. Plan: segplan looks up the customers, and names the one without a profile"
expect 2 segplan segments --detailed-exitcode --out "$work/plan.json" --all-members | tee "$work/plan.txt"
holds "$work/plan.txt" "customer 107"
holds "$work/plan.txt" "1 shopper profile to create first"

say "3. Apply creates the profile and adds all members"
expect 0 segapply "$work/plan.json"
expect 0 segplan segments --detailed-exitcode

say "4. Ask why someone is a member, or is not"
run segplan why 1a6e4d2c-0b6f-4f0e-9a55-0c0d3c1f0106 --segment "Spring sale" segments
run segplan why 1a6e4d2c-0b6f-4f0e-9a55-0c0d3c1f0109 --segment "Spring sale" segments

say "5. List who leaves in the week after 30 April 2099, and plan as of the next day"
run segplan expiring segments --at 2099-04-30 --within 7d
expect 2 segplan segments --at 2099-05-01 --detailed-exitcode

say "6. Import the segment that no manifest declares. A plan for it has nothing to do"
run segplan import "$work/imported" --segment Newsletter
expect 0 segplan "$work/imported" --detailed-exitcode
run cat "$work/imported/newsletter.yaml"

say "7. Rename a segment: the plan updates it instead of creating another"
cp -r segments "$work/segments"
run segplan move "Beta testers" "Early birds" "$work/segments"
expect 2 segplan "$work/segments" --detailed-exitcode | tee "$work/renamed.txt"
holds "$work/renamed.txt" '"Beta testers" → "Early birds"'

say "Done. docs/manifest.md explains every key"

#!/usr/bin/env bash
# Members in people's own terms: customers by number and email, a CSV file, other segments, dates. Against a pretend store.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=examples/walk.sh
source "$here/../walk.sh"

prepare curl

say "Start a pretend store with nine customers, eight of them with a shopper profile, and one segment that nobody declares"
start_store members

say "1. The manifests are right, and written as segplan fmt writes them"
run segplan validate segments
run segplan fmt --check segments

say "2. Plan: customers are looked up, and the one without a profile is told"
expect 2 segplan segments --detailed-exitcode --out "$work/plan.json" --all-members | tee "$work/plan.txt"
holds "$work/plan.txt" "customer 107"
holds "$work/plan.txt" "1 shopper profile to create first"

say "3. Apply creates the profile and adds everybody"
expect 0 segapply "$work/plan.json"
expect 0 segplan segments --detailed-exitcode

say "4. Why is somebody a member, or not?"
run segplan why 1a6e4d2c-0b6f-4f0e-9a55-0c0d3c1f0106 --segment "Spring sale" segments
run segplan why 1a6e4d2c-0b6f-4f0e-9a55-0c0d3c1f0109 --segment "Spring sale" segments

say "5. What leaves within a week of the last of April 2099, and what a plan as of that day looks like"
run segplan expiring segments --at 2099-04-30 --within 7d
expect 2 segplan segments --at 2099-05-01 --detailed-exitcode

say "6. The segment that nobody declares becomes a manifest, and then there is nothing to do for it"
run segplan import "$work/imported" --segment Newsletter
expect 0 segplan "$work/imported" --detailed-exitcode
run cat "$work/imported/newsletter.yaml"

say "7. Rename a segment: the plan updates it, and does not make it anew"
cp -r segments "$work/segments"
run segplan move "Beta testers" "Early birds" "$work/segments"
expect 2 segplan "$work/segments" --detailed-exitcode | tee "$work/renamed.txt"
holds "$work/renamed.txt" '"Beta testers" → "Early birds"'

say "That is all. docs/manifest.md explains every key"

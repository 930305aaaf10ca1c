#!/usr/bin/env bash
# Plans, applies and repairs the segments of a store that segsim simulates on this machine.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=examples/walk.sh
source "$here/../walk.sh"

prepare curl

say "Start a simulated store with 40 customers and three segments"
start_store quickstart

say "1. Check the manifests. This needs no store, so it suits every pull request"
run segplan validate segments

say "2. Plan: compare the store with the manifests. This changes nothing"
expect 2 segplan segments --detailed-exitcode --out "$work/plan.json"

say "3. Apply exactly that plan"
expect 0 segapply "$work/plan.json"

say "4. Plan again: there is nothing left to do"
expect 0 segplan segments --detailed-exitcode

say "5. A colleague edits the store by hand: removes a VIP and adds another customer"
members="$address/stores/quickstart/v3/segments/d757a0a7-238c-4822-96df-7dfa02238784/shopper-profiles"
curl -sS --fail -X DELETE -H "X-Auth-Token: sim-token" "$members?id%3Ain=cbf27734-ac10-4525-8b66-402800e03d2c"
curl -sS --fail -X POST -H "X-Auth-Token: sim-token" -H "Content-Type: application/json" \
  --data '["52e200a0-aefd-4e41-8e4e-f56377c3d00d"]' "$members" >/dev/null
echo "(removed customer 1002, added customer 1037)"

say "6. Plan: it shows the drift, member by member"
expect 2 segplan segments --detailed-exitcode

say "7. Apply reverts it"
expect 0 segapply segments --auto-approve

say "8. The store matches the manifests, and the state records what was applied"
expect 0 segplan segments --detailed-exitcode
run segplan state list

say "9. Someone empties a manifest by mistake: a guardrail stops the run before the first write"
mkdir "$work/mistake"
printf 'version: 1\nsegments:\n  - name: VIP customers\n    members: []\n' >"$work/mistake/promotions.yaml"
expect 3 segapply "$work/mistake" --auto-approve

say "Done. The manifests are in examples/quickstart/segments; docs/manifest.md explains them"

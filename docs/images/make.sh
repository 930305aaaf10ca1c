#!/usr/bin/env bash
# Makes the pictures of this folder: reports of a simulated store, as Chromium shows them. Needs the tools of Tests/ensure-tools.sh.
set -euo pipefail
images="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
here="$images/../../examples/members"
# shellcheck source=examples/walk.sh
source "$here/../walk.sh"
prepare
python="$("$project/Tests/ensure-tools.sh")"
chromium="${SEGPLAN_TEST_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}"

say "A store of 2,000 customers, two applied segments, and changes by hand and in the manifests"
seed="$project/.build/images/store.json"
mkdir -p "${seed%/*}"
"$python" - >"$seed" <<'PYTHON'
import json
vip, summer = "5b0d2f0e-7c55-4f0e-8e0f-3a2b1c0d0001", "5b0d2f0e-7c55-4f0e-8e0f-3a2b1c0d0002"
profile = lambda number: f"00000000-0000-4000-8000-{number:012x}"
print(json.dumps({
    "customers": [{"id": number, "email": f"shopper{number}@example.com", "shopper_profile_id": profile(number)} for number in range(1, 2001)],
    "segments": [{"id": vip, "name": "VIP customers", "description": ""}, {"id": summer, "name": "Summer 2025", "description": ""}],
    "memberships": {vip: [profile(number) for number in range(1, 301)], summer: [profile(number) for number in range(500, 800)]},
}))
PYTHON
here="$project/.build/images"
start_store shop
# A short path, since the report shows where the state is.
shop="$(mktemp -d /tmp/shop-XXXX)"
trap 'stop_store; rm -rf "$shop"' EXIT
cd "$shop"
export SEGPLAN_STATE=segplan.state.json
mkdir -p segments/lists
list() { echo customer_id; seq "$1" "$2"; }
list 1 300 >segments/lists/crm.csv
cat >segments/shop.yaml <<'YAML'
version: 1
segments:
  - name: VIP customers
    description: Spend above 5k a year
    members_from:
      - {file: lists/crm.csv, column: customer_id}
  - name: Wholesale
    description: Buy by the pallet
    members: [{customer: 1001}, {customer: 1002}, {customer: 1003}, {customer: 1004}]
YAML
segapply --auto-approve segments >/dev/null
list 31 340 >segments/lists/crm.csv
sed -i 's/{customer: 1004}\]/{customer: 27}]/' segments/shop.yaml
cat >>segments/shop.yaml <<'YAML'
  - name: Summer 2025
    ensure: absent
YAML
id="$(segplan list segments --format json | "$python" -c 'import json, sys; print(next(s["id"] for s in json.load(sys.stdin)["segments"] if s["name"] == "Wholesale"))')"
curl -sS --fail -X POST -H "X-Auth-Token: sim-token" -H "Content-Type: application/json" --data "[\"00000000-0000-4000-8000-000000000500\"]" \
  "$address/stores/shop/v3/segments/$id/shopper-profiles" >/dev/null
segplan segments --report "html=$shop/plan.html" --out "$shop/plan.json" >/dev/null || true

say "The pictures"
picture() { "$python" "$project/Tests/browser.py" "$chromium" "$@" >/dev/null; }
picture "$shop/plan.html" --picture "$images/plan.png" 1100 1000 light --picture /dev/null 1100 620 dark \
  --script "query.value = '27 '; element('search').requestSubmit(); element('members').scrollIntoView(); ''" \
  --picture "$images/search.png" 1100 620 dark
ls -l "$images"/*.png

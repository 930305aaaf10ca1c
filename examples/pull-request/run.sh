#!/usr/bin/env bash
# Takes a change from a branch to the scheduled drift check, in a store that segsim simulates on this machine.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=examples/walk.sh
source "$here/../walk.sh"

prepare curl git

say "Start a simulated store, and make a repository with the manifests"
start_store pullrequest
git_quietly() { git -c user.name=example -c user.email=example@localhost -c init.defaultBranch=main "$@" >/dev/null; }
mkdir "$work/repository"
cd "$work/repository"
cp -R "$here/segments" .
git_quietly init
git_quietly add segments
git_quietly commit -m "Declare the VIP customers"
expect 0 segapply --auto-approve segments

say "1. On a branch, replace one VIP by another"
git_quietly checkout -b change-vip
sed -i.bak "s/customer: 2001/customer: 2013/" segments/vip.yaml
rm segments/vip.yaml.bak
git_quietly commit -am "Swap a VIP"
run git --no-pager diff --stat main

say "2. The pull request's pipeline plans, saves the plan, and writes the comment and the reports"
expect 2 segplan segments --detailed-exitcode --out "$work/plan.json" \
  --report "markdown=$work/comment.md" --report "gitlab=$work/tfplan.json" --report "junit=$work/junit.xml" \
  --report "sarif=$work/problems.sarif" --report "codequality=$work/codequality.json"
run cat "$work/comment.md"
holds "$work/comment.md" "<!-- segplan:plan -->"
holds "$work/comment.md" "|~|<code>VIP customers</code>|1|1||12 → 12|"
holds "$work/tfplan.json" '"create" : 1'

say "3. In a GitHub workflow, segplan also writes the job summary and the outputs"
GITHUB_STEP_SUMMARY="$work/summary.md" GITHUB_OUTPUT="$work/output" run segplan show "$work/plan.json" --format github
holds "$work/summary.md" "### segplan: changes to apply"
holds "$work/output" "members_to_add=1"

say "4. After the review and the merge, the pipeline of main applies exactly that plan"
git_quietly checkout main
git_quietly merge change-vip
expect 0 segapply "$work/plan.json"

say "5. The nightly check finds no drift"
expect 0 segplan drift segments --report "prometheus=$work/segplan.prom"
holds "$work/segplan.prom" 'segplan_segments_drifted{store="pullrequest@loopback"} 0'

say "6. A colleague edits the store by hand"
members="$address/stores/pullrequest/v3/segments/d757a0a7-238c-4822-96df-7dfa02238784/shopper-profiles"
curl -sS --fail -X POST -H "X-Auth-Token: sim-token" -H "Content-Type: application/json" \
  --data '["510adc27-35aa-450a-ad7a-f233a7ffb088"]' "$members" >/dev/null
echo "(added 510adc27-35aa-450a-ad7a-f233a7ffb088)"

say "7. The next check finds the drift, and the metrics show it"
expect 2 segplan drift segments --report "prometheus=$work/segplan.prom" --report "markdown=$work/drift.md"
holds "$work/segplan.prom" 'segplan_segment_members_drifted_added{store="pullrequest@loopback",segment="VIP customers"} 1'
holds "$work/drift.md" "### segplan: the store has drifted"

say "8. Ask why the customer is in the segment"
expect 0 segplan why 510adc27-35aa-450a-ad7a-f233a7ffb088 --segment "VIP customers" segments

say "9. In a public log, hide profiles and customers"
expect 2 segplan drift segments --redact-members --color never >"$work/public.log"
if grep -qiE '[0-9a-f]{8}-[0-9a-f]{4}-|customer 2[0-9]{3}' "$work/public.log"; then
  echo "error: an id is in the public log" >&2
  exit 1
fi
cat "$work/public.log"

say "Done. examples/github-actions and examples/gitlab-ci do the same on your code host"

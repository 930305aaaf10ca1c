#!/usr/bin/env bash
# segplan and segapply beside what one would take in their place: a script with PyYAML and requests, octoDNS, terraform.
#
#   Tests/Benchmarks/compare.sh [MEMBERS]      20,000 unless given
#
# Same machine, same run, same number of members. Needs Python 3 with venv, and a release build of segplan, segapply, segsim
# (swift build -c release); PyYAML, requests and octoDNS are installed from PyPI into a folder that is removed again. terraform is run
# where it is on the search path. Prints a Markdown table.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

members=${1:-20000}
latency=${LATENCY:-50}
programs=$(pwd)/.build/release
here=$(pwd)/Tests/Benchmarks
work=$(mktemp -d)
simulator=
cleanup() {
  if [[ -n $simulator ]]; then kill "$simulator" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap cleanup EXIT

for program in segplan segapply segsim; do
  [[ -x $programs/$program ]] || { echo "there is no $programs/$program: swift build -c release --product $program" >&2; exit 1; }
done

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check 'pyyaml==6.*' 'requests==2.*' 'octodns==1.*'
python=$work/venv/bin/python

# Starts a simulated store with a segment "Many" that has no members, and sets $address.
start_store() {
  stop_store
  "$programs/segsim" --profiles "$((members + 1))" --fault "latency:ms=$latency" > "$work/segsim.out" 2> "$work/segsim.err" &
  simulator=$!
  for _ in $(seq 200); do
    address=$(grep -o 'http://127.0.0.1:[0-9]*' "$work/segsim.out" | head -1 || true)
    if [[ -n $address ]]; then break; fi
    sleep 0.1
  done
  [[ -n $address ]] || { echo "segsim did not start" >&2; exit 1; }
  "$python" "$here/make_segment.py" "$address"
}

stop_store() {
  if [[ -n $simulator ]]; then kill "$simulator" 2>/dev/null || true; wait "$simulator" 2>/dev/null || true; simulator=; fi
}

# Prints the seconds and megabytes of a command; its own words go to a log.
measured() { "$python" "$here/measured.py" "$work/log" "$@"; }

row() { printf '| %s | %s | %s | %s | %s |\n' "$@"; }

"$python" "$here/make_inputs.py" "$members" "$work"
export SEGPLAN_API_URL BIGCOMMERCE_STORE_HASH=compare BIGCOMMERCE_ACCESS_TOKEN=sim-token

printf '%s members, %s ms latency, %s\n\n' "$members" "$latency" "$(date -u +%Y-%m-%d)"
row what "plans" "applies" "memory" "of it"
row --- --- --- --- ---

start_store
SEGPLAN_API_URL=$address
read -r plan_time plan_memory < <(measured "$programs/segplan" "$work/segplan" --state "$work/state.json")
read -r apply_time apply_memory < <(measured "$programs/segapply" "$work/segplan" --state "$work/state.json" --auto-approve)
row "segplan, segapply" "$plan_time s" "$apply_time s" "$apply_memory MB" \
  "ten requests at once; plan saved or shown, guardrails, drift, state, lock, verified afterwards"

start_store
read -r plan_time plan_memory < <(measured "$python" "$here/script.py" "$address" "$work/script.yaml" --plan)
read -r apply_time apply_memory < <(measured "$python" "$here/script.py" "$address" "$work/script.yaml")
row "script: PyYAML, requests" "$plan_time s" "$apply_time s" "$apply_memory MB" \
  "one request after the other; no review, guardrails, state, lock, verification or recovery"
stop_store

read -r plan_time plan_memory < <(measured "$work/venv/bin/octodns-sync" --config-file "$work/octodns/config.yaml" --force)
row "octoDNS, as many A records from YAML to YAML" "$plan_time s" "none" "$plan_memory MB" \
  "plans from file to file without any network; guardrails; no state, no lock"

if command -v terraform > /dev/null; then
  terraform -chdir="$work/terraform" init -input=false > "$work/log" 2>&1
  read -r plan_time plan_memory < <(measured terraform "-chdir=$work/terraform" plan -input=false)
  row "terraform, as many terraform_data" "$plan_time s" "none" "$plan_memory MB" \
    "plans against an empty state without any network; state, lock, saved plans; no guardrails"
else
  row "terraform, as many terraform_data" "no terraform here" "none" "" "state, lock, saved plans; no guardrails"
fi

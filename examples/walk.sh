# Functions that the examples share; sourced, not run. `here` is the example's folder, and its store.json the contents of the store.
# shellcheck shell=bash
project="$(cd "$here/../.." && pwd)"

say() { printf '\n\033[1m▸ %s\033[0m\n' "$*"; }
run() {
  printf '\n$ %s\n' "$*"
  "$@"
}
# Runs a command that must end with this exit status.
expect() {
  local wanted=$1 status=0
  shift
  run "$@" || status=$?
  if [ "$status" -ne "$wanted" ]; then
    echo "error: expected exit status $wanted, got $status" >&2
    exit 1
  fi
  echo "(exit status $status)"
}
# Ends the walk unless the file contains the text.
holds() {
  grep -qF -- "$2" "$1" || { echo "error: $1 does not contain: $2" >&2; cat "$1" >&2; exit 1; }
  echo "($1 contains: $2)"
}

# Checks for the named tools, and puts the three programs on the PATH. In a working copy, it builds them; in an installed package, they
# are there.
prepare() {
  local tool product
  [ ! -e "$project/Package.swift" ] || "$project/Tests/ensure-libraries.sh"
  for tool in "$@"; do
    command -v "$tool" >/dev/null 2>&1 || { echo "error: this walk needs $tool: apt-get install $tool" >&2; exit 1; }
  done
  cd "$here"
  [ -e "$project/Package.swift" ] || return 0
  say "Build the three programs (the first time takes a few minutes)"
  cd "$project"
  for product in segplan segapply segsim; do
    # On a terminal, show the progress of the build.
    if [ -t 1 ]; then swift build --product "$product"; else swift build --product "$product" 2>&1 | tail -n 1; fi
  done
  PATH="$(swift build --show-bin-path):$PATH"
  cd "$here"
}

# Starts a simulated store with this hash on a free port. Further arguments are options of segsim; without them, the store is that of
# store.json. Sets `address`, `work` (a folder that the walk removes at its end), and the environment variables for store, token and state.
start_store() {
  local hash=$1
  shift
  [ $# -gt 0 ] || set -- --seed-file "$here/store.json"
  work="$(mktemp -d)"
  store_pid=""
  trap stop_store EXIT
  # The background job may open its files after they are first read.
  : >"$work/segsim.out"
  segsim --port 0 "$@" >"$work/segsim.out" 2>"$work/segsim.err" &
  store_pid=$!
  address=""
  for _ in $(seq 1 100); do
    address="$(sed -n 's/^segsim listening on //p' "$work/segsim.out")"
    [ -n "$address" ] && break
    kill -0 "$store_pid" 2>/dev/null || { cat "$work/segsim.err" >&2; exit 1; }
    sleep 0.1
  done
  [ -n "$address" ] || { echo "error: segsim did not start" >&2; exit 1; }
  echo "segsim listens on $address"
  export BIGCOMMERCE_STORE_HASH="$hash" BIGCOMMERCE_ACCESS_TOKEN=sim-token SEGPLAN_API_URL="$address"
  export SEGPLAN_STATE="$work/segplan.state.json"
}

stop_store() {
  [ -z "$store_pid" ] || kill "$store_pid" 2>/dev/null || true
  [ -z "$store_pid" ] || wait "$store_pid" 2>/dev/null || true
  rm -rf "$work"
}

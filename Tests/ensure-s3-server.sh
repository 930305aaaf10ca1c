#!/usr/bin/env bash
# Prints the path of a Python that can run Tests/s3-server.py, the S3 server that the tests of states talk to. Installs what is missing into
# .build/s3-server, from PyPI. Prints nothing, and says so, where there is no Python 3; with SEGPLAN_TEST_S3=required that is an error, and
# so is anything else in any case.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { echo "$*" >&2; }
needs='import moto.server, moto.s3, moto.iam, moto.sts, flask, flask_cors, werkzeug'
venv="$PWD/.build/s3-server"

fail() {
  say "error: $1"
  exit 1
}

# What a fresh Debian or Ubuntu lacks. Only where tests must not be skipped: a developer's machine is not changed for them.
install_python() {
  [ "${SEGPLAN_TEST_S3:-}" = required ] && command -v apt-get >/dev/null 2>&1 || return 0
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  say "Installing python3-venv with apt-get, which the S3 server for tests needs…"
  "${as_root[@]}" apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends python3 python3-venv >&2
}

command -v python3 >/dev/null 2>&1 || install_python
if ! command -v python3 >/dev/null 2>&1; then
  [ "${SEGPLAN_TEST_S3:-}" != required ] || fail "there is no Python 3 for the S3 server that the tests need"
  say "SKIPPED: the tests of states in S3: there is no Python 3"
  exit 0
fi
for python in python3 "$venv/bin/python"; do
  if command -v "$python" >/dev/null 2>&1 && "$python" -c "$needs" >/dev/null 2>&1; then
    command -v "$python"
    exit 0
  fi
done

rm -rf "$venv"
if ! python3 -m venv "$venv" >/dev/null 2>&1; then
  install_python
  rm -rf "$venv"
  python3 -m venv "$venv" >&2 || fail "Python 3 has no working venv module; on Debian install python3-venv"
fi
say "Installing moto, an S3 server for tests, into .build/s3-server…"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check 'moto[s3,iam,server]>=5.1.9,<6' >&2 \
  || fail "moto could not be installed from PyPI"
"$venv/bin/python" -c "$needs" >&2 || fail "moto does not work with this Python"
echo "$venv/bin/python"

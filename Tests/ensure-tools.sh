#!/usr/bin/env bash
# Installs what the tests need besides Swift and the two libraries (Tests/ensure-libraries.sh): a few Debian packages, and the Python
# packages of Tests/requirements.txt in a virtual environment, .build/test-tools. Prints the path of that Python.
# Everything else goes to standard error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
  echo "error: $1" >&2
  exit 1
}

# A command that the tests start, and the Debian package that has it.
packages=()
while read -r tool package; do
  command -v "$tool" >/dev/null 2>&1 || packages+=("$package")
done <<'TOOLS'
python3 python3
git git
nm binutils
openssl openssl
script bsdutils
flock util-linux
unshare util-linux
mount mount
promtool prometheus
curl curl
TOOLS
# The browser of the tests of HTML reports, by any of its names.
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 \
  || [ -n "${SEGPLAN_TEST_CHROMIUM:-}" ] || packages+=(chromium)
python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || packages+=(python3-venv)

if [ ${#packages[@]} -gt 0 ]; then
  command -v apt-get >/dev/null 2>&1 || fail "install these, which the tests need (Debian's names): ${packages[*]}"
  echo "Installing ${packages[*]} with apt-get, which the tests need…" >&2
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >&2
fi

# Made again when the requirements change. The path of the environment is in its files, so a folder that was moved makes it again too.
tools="$PWD/.build/test-tools"
wanted="$tools $(cat Tests/requirements.txt)"
if [ "$(cat "$tools/complete" 2>/dev/null)" != "$wanted" ]; then
  echo "Installing the Python packages of Tests/requirements.txt into .build/test-tools…" >&2
  rm -rf "$tools"
  python3 -m venv "$tools" >&2 || fail "python3 cannot make a virtual environment"
  "$tools/bin/python" -m pip install --quiet --disable-pip-version-check -r Tests/requirements.txt >&2 \
    || fail "pip could not install the Python packages that the tests need"
  printf '%s' "$wanted" >"$tools/complete"
fi
echo "$tools/bin/python"

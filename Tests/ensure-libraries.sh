#!/usr/bin/env bash
# Sees to the two C libraries that the build needs beside the Swift toolchain: libyaml for the manifests, and zlib, which the HTTP client
# links. Installs what is missing on Debian and Ubuntu, and says so first; elsewhere it says what to install.
set -euo pipefail

packages=()
if ! command -v swift >/dev/null 2>&1; then
  cat >&2 <<'MESSAGE'
error: there is no swift on this machine. Choose one:
  - Install a Swift toolchain (6.2 or later) with swiftly:
      curl -O "https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz"
      tar zxf "swiftly-$(uname -m).tar.gz" && ./swiftly init
  - Run the same command in a container that has Swift:
      docker run --rm -it -v "$PWD:/src" -w /src swift:6.3-bookworm bash
  - Install a release, which needs no Swift: docs/install.md
MESSAGE
  exit 1
fi

# Whether a C header can be found. clang comes with the Swift toolchain, but not always on the PATH.
has_header() {
  local compiler
  for compiler in clang cc gcc; do
    if command -v "$compiler" >/dev/null 2>&1; then
      printf '#include <%s>\n' "$1" | "$compiler" -E -x c - >/dev/null 2>&1
      return
    fi
  done
  [ -e "/usr/include/$1" ] || [ -e "/usr/local/include/$1" ]
}

has_header yaml.h || packages+=(libyaml-dev)
has_header zlib.h || packages+=(zlib1g-dev)
[ ${#packages[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "error: please install the development files of: ${packages[*]} (Debian's names; on macOS: brew install libyaml)" >&2
  exit 1
fi
echo "Installing ${packages[*]} with apt-get, which the build needs…"
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}"

#!/usr/bin/env bash
# Downloads the programs of a release, checks them against its SHA256SUMS, and keeps them in a folder:
#   install.sh VERSION FOLDER
# VERSION is like 1.2.3. The programs go to FOLDER/VERSION/bin; if they are there already, nothing is downloaded. In a GitHub job, that
# folder is added to the PATH of the next steps. SEGPLAN_RELEASES is the address of the releases, and SEGPLAN_SHA256 the checksum that the
# archive must have, if you do not want to trust the release's own list.
set -euo pipefail

fail() {
  echo "error: $1" >&2
  exit 1
}

[ $# -eq 2 ] || fail "usage: install.sh VERSION FOLDER"
version="${1#v}"
[[ "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || fail "\"$1\" is not a version such as 1.2.3"
[ "$(uname -s)" = Linux ] || fail "there are no programs for $(uname -s): build them with Swift"
case "$(uname -m)" in
  x86_64 | amd64) processor=x86_64 ;;
  aarch64 | arm64) processor=aarch64 ;;
  *) fail "there are no programs for the processor $(uname -m): build them with Swift" ;;
esac
mkdir -p "$2"
folder="$(cd "$2" && pwd)/$version"
releases="${SEGPLAN_RELEASES:-https://github.com/example/segplan/releases/download}"
name="segplan-$version-linux-$processor"

# Without a checksum to expect, any installed one will do.
installed="$(cat "$folder/SHA256" 2>/dev/null || true)"
if [ -z "$installed" ] || [ "${SEGPLAN_SHA256:-$installed}" != "$installed" ]; then
  work="$(mktemp -d "$2/download.XXXXXX")"
  trap 'rm -rf "$work"' EXIT
  for file in "$name.tar.gz" SHA256SUMS; do
    curl --fail --silent --show-error --location --retry 3 --max-time 300 --output "$work/$file" "$releases/v$version/$file" \
      || fail "cannot download $releases/v$version/$file"
  done
  line="$(awk -v name="$name.tar.gz" '$2 == name' "$work/SHA256SUMS")"
  [ -n "$line" ] || fail "SHA256SUMS of version $version does not list $name.tar.gz"
  [ -z "${SEGPLAN_SHA256:-}" ] || line="$SEGPLAN_SHA256  $name.tar.gz"
  (cd "$work" && sha256sum --check --strict --status <<<"$line") \
    || fail "$name.tar.gz does not have the expected checksum. Nothing was installed."
  tar -x -z -f "$work/$name.tar.gz" -C "$work"
  echo "${line%% *}" >"$work/$name/SHA256"
  # In one step, so that no other job finds half of it.
  rm -rf "$folder"
  mv "$work/$name" "$folder"
fi
"$folder/bin/segplan" --version >&2 || fail "segplan does not run on this machine"
if [ -n "${GITHUB_PATH:-}" ]; then echo "$folder/bin" >>"$GITHUB_PATH"; fi
echo "$folder/bin"

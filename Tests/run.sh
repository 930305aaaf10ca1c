#!/usr/bin/env bash
# The whole test suite, on a fresh machine too. Arguments go to `swift test`, such as: Tests/run.sh --filter PlanningTests
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

Tests/ensure-libraries.sh
python=$(Tests/ensure-s3-server.sh)
if [ -n "$python" ]; then export SEGPLAN_TEST_PYTHON="$python"; fi
# The command-line tests run the programs themselves, so that they must be built first.
swift build --build-tests
# All tests at once, programs and servers among them, keep each other waiting until those with a time limit give up.
options=(--skip-build --disable-xctest)
width=--experimental-maximum-parallelization-width
if swift test --help-hidden 2>/dev/null | grep -q -e "$width"; then options+=("$width" 8); fi
exec swift test "${options[@]}" "$@"

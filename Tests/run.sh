#!/usr/bin/env bash
# Runs the whole test suite, on a fresh machine too. Arguments go to `swift test`, for example: Tests/run.sh --filter PlanningTests
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

Tests/ensure-libraries.sh
SEGPLAN_TEST_PYTHON=$(Tests/ensure-tools.sh)
export SEGPLAN_TEST_PYTHON
# The command-line tests run the programs themselves, so build them first.
swift build --build-tests
# When all tests run at once, programs and servers slow each other down until those with a time limit fail.
options=(--skip-build --disable-xctest)
width=--experimental-maximum-parallelization-width
if swift test --help-hidden 2>/dev/null | grep -q -e "$width"; then options+=("$width" 8); fi
exec swift test "${options[@]}" "$@"

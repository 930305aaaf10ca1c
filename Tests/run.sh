#!/usr/bin/env bash
# The whole test suite, on a fresh machine too. Arguments go to `swift test`, such as: Tests/run.sh --filter PlanningTests
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

Tests/ensure-libraries.sh
python=$(Tests/ensure-s3-server.sh)
if [ -n "$python" ]; then export SEGPLAN_TEST_PYTHON="$python"; fi
# The command-line tests run the programs themselves, so that they must be built first.
swift build --build-tests
exec swift test --skip-build --disable-xctest "$@"

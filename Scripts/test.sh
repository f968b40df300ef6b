#!/usr/bin/env bash
# Sets up, builds with warnings as errors, checks the layout of the code and runs all tests, on the release build:
# what is tested is what is shipped. Arguments go to the test runner (--filter NAME).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

./Scripts/setup.sh
./Scripts/test_oracles.sh
swift format lint --strict --recursive Sources Benchmarks Tests Package.swift
export LIKENESS_STRICT=1
swift test --configuration release "$@"

#!/bin/sh
# Line and branch coverage of Sources/WorkOSDS: builds the library as ordinary Swift with counters, runs the suites
# that load a library against it, and prints a table.
#   run.sh [TABLE]     writes the table into the file TABLE too
# SANDBOX or WORKOSDS_SANDBOX is the server's program, PYTHON an interpreter with pytest.
#
# Swift's compiler counts regions: each arm of an `if`, `guard`, `switch`, `?:`, `??`, `&&` and `||` is one. The table
# calls them branches.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$root/.build-coverage
library=$scratch/debug
output=$root/build/coverage
sandbox=${SANDBOX:-${WORKOSDS_SANDBOX:-$root/build/workosds-sandbox}}
python=${PYTHON:-$("$root/scripts/python-tools")}
# The compiler's real folder, also behind the links of a tool manager.
tools=$(dirname "$(readlink -f "$(command -v swiftc)")")

cd "$root"
scripts/forget-moved-build .build-coverage
# The counters are in a mapped file, so that those of a killed process are not lost. Set-user-id programs find the
# runtime only by the library's RPATH.
swift build -c debug --scratch-path "$scratch" --build-tests --enable-code-coverage \
    -Xswiftc -Xllvm -Xswiftc -runtime-counter-relocation -Xlinker -rpath -Xlinker "$(dirname "$tools")/lib/swift/linux"

rm -rf "$output"
mkdir -p "$output"
LLVM_PROFILE_FILE=$output/%m.profraw%c
WORKOSDS_LIBRARY=$library/libworkosds.so
WORKOSDS_SANDBOX=$sandbox
SWIFT_BACKTRACE=enable=no
PYTHONDONTWRITEBYTECODE=1
export LLVM_PROFILE_FILE WORKOSDS_LIBRARY WORKOSDS_SANDBOX SWIFT_BACKTRACE PYTHONDONTWRITEBYTECODE
unset WORKOS_API_KEY WORKOS_BASE_URL SSL_CERT_FILE SSL_CERT_DIR

# A failing test is reported and the others still run, because counters cost time, descriptors and symbols.
suite() {
    name=$1
    shift
    echo "---- $name"
    "$@" >"$output/$name.log" 2>&1 || failed="${failed:-} $name"
    tail -n 1 "$output/$name.log"
}

suite units "$library/workosdsPackageTests.xctest" --testing-library swift-testing
suite abi make --no-print-directory -C Tests/ABI run BUILD="$output/abi"
suite behaviour "$python" -m pytest -q -p no:cacheprovider Tests/Behaviour
suite environment "$python" -m pytest -q -p no:cacheprovider -m 'not long and not measures' Tests/Environment
suite cpp make --no-print-directory -C Tests/Cpp BUILD="$output/cpp"
suite python "$python" -m pytest -q -p no:cacheprovider bindings/python/tests
suite torture make --no-print-directory -C Tests/Torture ordinary-swift BUILD="$output/torture" PYTHON="$python"
suite ruby ruby -w -I bindings/ruby/lib bindings/ruby/test/run.rb
[ -z "${failed:-}" ] || echo "failed with counters:$failed (see build/coverage)"

"$tools/llvm-profdata" merge -o "$output/all.profdata" "$output"/*.profraw
"$tools/llvm-cov" export "$library/libworkosds.so" -object "$library/workosdsPackageTests.xctest" \
    -instr-profile "$output/all.profdata" -summary-only Sources/WorkOSDS >"$output/summary.json"
"$python" -B Tests/Coverage/table.py "$output/summary.json" "$@"
echo "line by line: $tools/llvm-cov show .build-coverage/debug/libworkosds.so -object" \
    ".build-coverage/debug/workosdsPackageTests.xctest -instr-profile build/coverage/all.profdata Sources/WorkOSDS"

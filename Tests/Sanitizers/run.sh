#!/bin/sh
# Builds the library as ordinary Swift with a sanitizer, and runs the program `threads`, the ABI tests and Tests/Environment
# against it.
#   run.sh address|thread
# SANDBOX or WORKOSDS_SANDBOX is the server's program, PYTHON an interpreter with pytest.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
sanitizer=${1:-}
case $sanitizer in
address) short=asan ;;
thread)
    short=tsan
    # ThreadSanitizer supports neither a fork beside threads nor a thread that is cancelled inside libcurl.
    unsupported='not beside_handshakes and not cancelled_threads'
    ;;
*)
    echo "usage: run.sh address|thread" >&2
    exit 2
    ;;
esac

sandbox=${SANDBOX:-${WORKOSDS_SANDBOX:-$root/build/workosds-sandbox}}
scratch=$root/.build-$short
library=$scratch/debug
programs=$root/build/$short
# The compiler's real folder, also behind the links of a tool manager.
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")
runtime=$toolchain/lib/swift/linux
compiler="$toolchain/bin/clang -fsanitize=$sanitizer -fno-omit-frame-pointer -fuse-ld=lld"
[ "$sanitizer" = address ] || compiler="$compiler -Wl,--no-as-needed -L$runtime -ldispatch -lBlocksRuntime"

cd "$root"
swift build -c debug --sanitize="$sanitizer" --scratch-path "$scratch" --product workosds

LD_LIBRARY_PATH=$runtime${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:exitcode=99
TSAN_OPTIONS=exitcode=99:second_deadlock_stack=1:suppressions=$root/Tests/Sanitizers/thread.supp
SWIFT_BACKTRACE=enable=no
WORKOSDS_SANDBOX=$sandbox
# A program under a sanitizer takes several times as long.
TIME_LIMIT=${TIME_LIMIT:-300}
export LD_LIBRARY_PATH ASAN_OPTIONS TSAN_OPTIONS SWIFT_BACKTRACE WORKOSDS_SANDBOX TIME_LIMIT
unset WORKOS_API_KEY WORKOS_BASE_URL

mkdir -p "$programs"
$compiler -std=c99 -O1 -g -D_GNU_SOURCE -w -Iinclude -ITests/Load Tests/Sanitizers/threads.c \
    Tests/Load/process.c -L"$library" -lworkosds -Wl,-rpath,"$library" -pthread -o "$programs/threads"
scripts/with-sandbox "$sandbox" -- timeout --kill-after=5 "$TIME_LIMIT" "$programs/threads"
# The ordinary build checks warnings.
make --silent -C Tests/ABI run LIBRARY="$library" SANDBOX="$sandbox" BUILD="$programs/abi" CC="$compiler" \
    CFLAGS="-std=c99 -O1 -g -D_GNU_SOURCE -w -I$root/include -I$root/Tests/ABI/support"

# Python is not instrumented, so the runtime is preloaded. Leaks of Python itself are ignored.
preload=$("$toolchain/bin/clang" -print-file-name="libclang_rt.$short-$(uname -m).so")
[ "$sanitizer" = address ] || preload="$runtime/libBlocksRuntime.so:$runtime/libdispatch.so:$preload"
for suite in Tests/Environment Tests/Behaviour; do
    env LD_PRELOAD="$preload" ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0" PYTHONDONTWRITEBYTECODE=1 \
        WORKOSDS_LIBRARY="$library/libworkosds.so" BEHAVIOUR_LANGUAGE=python \
        "${PYTHON:-$(scripts/python-tools)}" -m pytest -q -p no:cacheprovider -m 'not long and not measures' \
        -k "${unsupported:-}" "$suite"
done

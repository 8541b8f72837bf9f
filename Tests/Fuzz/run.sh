#!/bin/sh
# Tests/Fuzz/run.sh SECONDS [TARGET...]: builds the fuzz targets (json, headers, url) into build/fuzz and runs each
# for SECONDS. Fails at the first finding, whose input is saved in build/fuzz/findings.
set -eu

seconds=${1:?usage: Tests/Fuzz/run.sh SECONDS [TARGET...]}
shift
cd "$(dirname "$0")/../.."
root=$PWD
out=build/fuzz
export SWIFT_BACKTRACE=enable=no
mkdir -p "$out/findings"

c_modules() {
    rm -f "$out"/*.o
    for folder in Sources/*/include; do
        module=$(basename "$(dirname "$folder")")
        mkdir -p "$out/modules/$module"
        header=$(printf %s "$module" | tr '[:upper:]' '[:lower:]').h
        printf 'module %s { header "%s" export * }\n' "$module" "$root/Sources/$module/include/$header" \
            >"$out/modules/$module/module.modulemap"
        for source in "Sources/$module"/*.c; do
            [ -f "$source" ] || continue
            object=$out/$(basename "$source" .c).o
            clang -g -O1 -fsanitize=address -D_GNU_SOURCE -I"Sources/$module/include" -c "$source" -o "$object"
        done
    done
}

# The library's sources and one target form one module, so that the target sees internal declarations.
build() {
    find "$root/Sources/WorkOSDS" "$root/Tests/Fuzz/Support" "$root/Tests/Fuzz/$1" -name '*.swift' >"$out/$2.sources"
    # Runs in the output folder, since an interrupted compiler may leave files behind.
    # shellcheck disable=SC2046
    (cd "$out" && swiftc -sanitize=fuzzer,address -parse-as-library -O -g -module-name WorkOSDS -swift-version 5 \
        -enable-experimental-feature Extern -suppress-warnings -wmo -Xcc -D_GNU_SOURCE \
        -I"$root/include" $(find modules -mindepth 1 -type d -printf '-I%p ') \
        $(cat "$2.sources") ./*.o -lcurl -ljansson -lcrypto -lm -o "$2")
}

run() {
    mkdir -p "$out/corpus/$1" "$out/seeds/$1"
    "${PYTHON:-python3}" -B Tests/Fuzz/seeds.py "$1" "$out/seeds/$1"
    dictionary=
    [ ! -f "Tests/Fuzz/$1.dict" ] || dictionary="-dict=Tests/Fuzz/$1.dict"
    echo "== $1: $seconds s"
    # shellcheck disable=SC2086
    if ! "$out/$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
        -artifact_prefix="$out/findings/$1-" $dictionary "$out/corpus/$1" "$out/seeds/$1" >"$out/$1.log" 2>&1; then
        tail -n 40 "$out/$1.log"
        echo "$1: a finding, see $out/findings" >&2
        exit 1
    fi
    grep -E 'number_of_executed_units|average_exec_per_sec' "$out/$1.log"
}

c_modules
for target in ${*:-json headers url}; do
    case $target in
    json) build JSON json ;;
    headers) build Headers headers ;;
    url) build URL url ;;
    *) echo "no target $target" >&2 && exit 2 ;;
    esac
    run "$target"
done

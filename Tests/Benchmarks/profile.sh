#!/bin/sh
# Instructions per user by function, counted by callgrind while 20,000 users are listed.
#
#   Tests/Benchmarks/profile.sh [MODE [LIBRARY [LINES]]]
#
# MODE as in programs/library.c (fields, json, text, page, attribute). LIBRARY is a build with symbols; the default is
# the newest one below .build-embedded.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
mode=${1:-fields}
library=${2:-$(ls -t "$root"/.build-embedded/*/release/libworkosds.so | head -n 1)}
lines=${3:-25}
users=20000

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# valgrind 3.19 cannot read clang's DWARF 5; function names are enough.
strip --strip-debug -o "$folder/libworkosds.so.0" "$library"
${CC:-cc} -std=c11 -O2 -I"$root/include" "$here/programs/library.c" "$here/programs/measurement.c" \
    "$folder/libworkosds.so.0" -Wl,-rpath,"$folder" -o "$folder/library"

# Only main and its callees: the benchmark's row "start" covers loading.
python3 -B "$here/serve.py" valgrind --quiet --tool=callgrind --toggle-collect=main \
    --callgrind-out-file="$folder/callgrind" "$folder/library" --mode "$mode" --base-url '{http_url}' >&2

echo "Instructions per user, self cost, mode $mode"
callgrind_annotate --threshold=100 "$folder/callgrind" | swift demangle --compact |
    awk -v users="$users" -v lines="$lines" '
        match($0, /\( *[0-9.]+%\)/) && shown++ <= lines {
            count = substr($0, 1, RSTART - 1); gsub(/[ ,]/, "", count)
            share = substr($0, RSTART + 1, RLENGTH - 2)
            name = substr($0, RSTART + RLENGTH + 2)
            sub(/^[^ ]*[.?]([cSh?]+):/, "", name); sub(/\[.*\//, "[", name)
            printf "%9d %7s  %s\n", count / users, share, name
        }'

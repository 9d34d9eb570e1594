#!/bin/sh
# Line coverage of the library by the tests, a target a line; wants what `swift test
# --enable-code-coverage --scratch-path FOLDER` left behind.
#
#     Scripts/coverage.sh FOLDER
#
# That command itself ends with an error after the tests: a program that a test kills leaves half a
# profile, which its merge refuses and the one here leaves out.
set -eu
[ $# -eq 1 ] || { echo "usage: Scripts/coverage.sh FOLDER" >&2; exit 2; }
profiles=$(find "$1" -type d -name codecov | head -n 1)
tests=$(find "$1" -name '*PackageTests.xctest' | head -n 1)
[ -n "$profiles" ] && [ -n "$tests" ] ||
  { echo "coverage.sh: $1 holds no coverage; run the tests first" >&2; exit 2; }
toolchain=$(dirname "$(readlink -f "$(command -v swift)")")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
find "$profiles" -name '*.profraw' -exec "$toolchain/llvm-profdata" merge -sparse \
  --failure-mode=all -o "$folder/profile" {} +
"$toolchain/llvm-cov" export -summary-only -instr-profile "$folder/profile" "$tests" \
  >"$folder/report.json"
python3 - "$folder/report.json" <<'END'
import collections
import json
import sys

lines = collections.defaultdict(lambda: [0, 0])
for file in json.load(open(sys.argv[1]))["data"][0]["files"]:
    path = file["filename"]
    if "/Sources/" not in path or "/checkouts/" in path:
        continue
    summary = file["summary"]["lines"]
    for target in (path.split("/Sources/")[1].split("/")[0], "the library"):
        lines[target][0] += summary["covered"]
        lines[target][1] += summary["count"]
for target, (covered, count) in sorted(lines.items(), key=lambda x: (x[0] == "the library", x[0])):
    print(f"{target:16} {covered:6} of {count:6} lines  {100 * covered / max(1, count):5.1f} %")
END

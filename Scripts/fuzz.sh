#!/usr/bin/env bash
# Fuzzes the parsers of files with libFuzzer.
#
#   Scripts/fuzz.sh [--address] [PARSER] [RUNS]
#
# PARSER is a folder of Fuzz/Corpus, or all (default). RUNS is the number of executions a parser,
# 1000000 by default. Starts from the files in Fuzz/Corpus/PARSER; what is found grows in
# $GRADUS_FUZZ/corpus (default /tmp/gradus-fuzz). An input is at most 2 kB long, or as long as the
# longest seed; it may take 10 seconds and the process 1 GB. One allocation is limited by the input's
# size, see Fuzz/Sources/Fuzzers/AllocationAllowance.swift. Prints a line a parser; exits with 1 on
# the first crash, hang or over-allocation, whose input is then in $GRADUS_FUZZ/findings.
#
# --address adds AddressSanitizer, several times slower, whose limit for an allocation is 64 MB
# whatever the input. Needs libpng-dev and libturbojpeg0-dev.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${GRADUS_FUZZ:-/tmp/gradus-fuzz}
sanitizers=(--sanitize fuzzer)
build=$work/build
if [ "${1:-}" = --address ]; then
  sanitizers+=(--sanitize address)
  build+=-address
  shift
fi
chosen=${1:-all}
runs=${2:-1000000}
mkdir -p "$work/findings"
flags=(--package-path Fuzz --scratch-path "$build" -c release --product Fuzzers "${sanitizers[@]}")
swift build "${flags[@]}" >"$work/build.log" 2>&1 || { tail -30 "$work/build.log" >&2; exit 1; }
program=$(swift build "${flags[@]}" --show-bin-path)/Fuzzers

if [ "$chosen" = all ]; then parsers=$(ls Fuzz/Corpus); else parsers=$chosen; fi
for parser in $parsers; do
  corpus="$work/corpus/$parser"
  mkdir -p "$corpus"
  longest=$(find "Fuzz/Corpus/$parser" -type f -printf '%s\n' | sort -n | tail -1)
  begin=$(date +%s)
  if ! GRADUS_FUZZER=$parser GRADUS_THREADS=1 SWIFT_BACKTRACE=enable=no "$program" \
    -runs="$runs" -max_len=$((longest > 2048 ? longest : 2048)) -timeout=10 -malloc_limit_mb=64 \
    -rss_limit_mb=1024 -print_final_stats=1 -print_funcs=0 \
    -artifact_prefix="$work/findings/$parser-" \
    "$corpus" "Fuzz/Corpus/$parser" >"$work/$parser.log" 2>&1; then
    tail -40 "$work/$parser.log" >&2
    echo "$parser: FAILED, see $work/$parser.log and $work/findings" >&2
    exit 1
  fi
  executed=$(awk '/stat::number_of_executed_units/ { print $2 }' "$work/$parser.log")
  peak=$(awk '/stat::peak_rss_mb/ { print $2 }' "$work/$parser.log")
  largest=$(awk '/stat::largest_allocation/ { print $2 }' "$work/$parser.log")
  covered=$(awk '/cov:/ { for (i = 1; i < NF; i++) if ($i == "cov:") c = $(i + 1) } END { print c }' \
    "$work/$parser.log")
  seconds=$(($(date +%s) - begin))
  echo "$parser: $executed executions in $seconds s, $covered edges, largest allocation $largest" \
    "bytes, peak $peak MB, no finding"
done

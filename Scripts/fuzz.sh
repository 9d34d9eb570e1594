#!/usr/bin/env bash
# Fuzzes the parsers of files with libFuzzer and AddressSanitizer.
#
#   Scripts/fuzz.sh [PARSER] [RUNS]
#
# PARSER is a name of Fuzz/Sources/Fuzzers, or all (default). RUNS is the number of executions a
# parser, 1000000 by default. Starts from the files in Fuzz/Corpus/PARSER; what is found grows in
# /tmp/gradus-fuzz/corpus. An input may take 10 seconds, one allocation 160 MB (64 MB is what a
# compressed data set may reserve) and the process 2 GB. Prints a line a parser; exits with 1 on the
# first crash, hang or over-allocation, whose input is then in /tmp/gradus-fuzz/findings.
set -euo pipefail
cd "$(dirname "$0")/.."
chosen=${1:-all}
runs=${2:-1000000}
work=/tmp/gradus-fuzz
mkdir -p "$work/findings"
flags=(--package-path Fuzz --scratch-path "$work/build" -c release --product Fuzzers
  --sanitize fuzzer --sanitize address)
swift build "${flags[@]}" >"$work/build.log" 2>&1 || { tail -30 "$work/build.log" >&2; exit 1; }
program=$(swift build "${flags[@]}" --show-bin-path)/Fuzzers

if [ "$chosen" = all ]; then parsers=$(ls Fuzz/Corpus); else parsers=$chosen; fi
for parser in $parsers; do
  corpus="$work/corpus/$parser"
  mkdir -p "$corpus"
  begin=$(date +%s)
  if ! GRADUS_FUZZER=$parser GRADUS_THREADS=1 SWIFT_BACKTRACE=enable=no "$program" \
    -runs="$runs" -max_len=8192 -timeout=10 -malloc_limit_mb=160 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="$work/findings/$parser-" \
    "$corpus" "Fuzz/Corpus/$parser" >"$work/$parser.log" 2>&1; then
    tail -40 "$work/$parser.log" >&2
    echo "$parser: FAILED, see $work/$parser.log and $work/findings" >&2
    exit 1
  fi
  executed=$(awk '/stat::number_of_executed_units/ { print $2 }' "$work/$parser.log")
  peak=$(awk '/stat::peak_rss_mb/ { print $2 }' "$work/$parser.log")
  covered=$(awk '/cov:/ { for (i = 1; i < NF; i++) if ($i == "cov:") c = $(i + 1) } END { print c }' \
    "$work/$parser.log")
  seconds=$(($(date +%s) - begin))
  echo "$parser: $executed executions in $seconds s, $covered edges, peak $peak MB, no finding"
done

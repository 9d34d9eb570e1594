#!/usr/bin/env bash
# Kills the degradation study at random moments, resumes it, and compares the results bit by bit.
#
#   Scripts/kill-test.sh [TRIALS] [CONFIGURATION]
#
# Runs a tiny study on Fashion-MNIST once without interruption. Then, for each of TRIALS (default 20)
# fresh studies, sends SIGKILL at a random moment of the running time, resumes it, and compares the
# SHA-256 of all checkpoints and metrics with those of the first. CONFIGURATION is debug (default)
# or release. Prints a line a trial and a summary; exits with 1 on any difference.
# Needs Fashion-MNIST (apt: dataset-fashion-mnist).
set -euo pipefail
cd "$(dirname "$0")/.."
trials=${1:-20}
configuration=${2:-debug}
swift build -c "$configuration" --product DegradationStudy >/dev/null
program=$(swift build -c "$configuration" --show-bin-path)/DegradationStudy
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

options=(--depths 8,14 --width 4 --steps 60 --batch-size 32 --test-images 500 --seeds 1 --quiet)

# The digest of every file that has to be the same, by its path in the study.
digests() {
  (cd "$1" && find . \( -name 'checkpoint.safetensors' -o -name 'metrics.*' \) -print0 |
    sort -z | xargs -0 sha256sum)
}

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

begin=$(milliseconds)
"$program" "${options[@]}" --output "$folder/plain" >/dev/null
whole=$(($(milliseconds) - begin))
digests "$folder/plain" >"$folder/expected"
echo "uninterrupted: $whole ms, $(wc -l <"$folder/expected") files"

killed=0
different=0
for trial in $(seq "$trials"); do
  study=$folder/trial-$trial
  moment=$((RANDOM * 32768 + RANDOM))
  moment=$((moment % whole))
  "$program" "${options[@]}" --output "$study" >/dev/null &
  process=$!
  sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
  state=finished
  # The shell's own note about the killed process is not wanted.
  if kill -KILL "$process" 2>/dev/null; then state=killed; fi
  { wait "$process"; } 2>/dev/null || true
  records=$( (cat "$study"/runs/*/metrics.jsonl 2>/dev/null || true) | wc -l)
  if [ -f "$study/config.json" ]; then
    "$program" --resume --output "$study" --quiet >/dev/null
  else
    # Killed before there was a study: it starts as if for the first time.
    "$program" "${options[@]}" --output "$study" >/dev/null
  fi
  [ "$state" = killed ] && killed=$((killed + 1))
  digests "$study" >"$folder/found"
  if cmp -s "$folder/expected" "$folder/found"; then
    verdict=same
  else
    verdict=DIFFERENT
    different=$((different + 1))
    diff "$folder/expected" "$folder/found" || true
  fi
  printf 'trial %2d: %s after %5d ms with %3d records, resumed: %s\n' \
    "$trial" "$state" "$moment" "$records" "$verdict"
  rm -rf "$study"
done
echo "$trials trials, $killed killed, $different different"
[ "$different" -eq 0 ]

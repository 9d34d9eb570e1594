#!/usr/bin/env bash
# Resident memory of 2,000 training steps of a small net, sampled four times a second.
#
#   Scripts/memory-growth.sh [STEPS]
#
# Prints resident KiB against the step, and the growth in bytes a step after the first tenth of the
# steps (warm-up). All steps lie in one epoch, so that no new order of the images is drawn. Needs Fashion-MNIST (apt: dataset-fashion-mnist).
set -euo pipefail
cd "$(dirname "$0")/.."
steps=${1:-2000}
swift build -c release --product DegradationStudy >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$(swift build -c release --show-bin-path)/DegradationStudy" --steps "$steps" --depths 8 \
  --kinds residual --width 4 --batch-size 16 --test-images 500 --quiet \
  --output "$folder/study" >/dev/null &
process=$!
log=$folder/study/runs/residual-8-width4-seed1/metrics.jsonl
while kill -0 "$process" 2>/dev/null; do
  step=0
  [ -f "$log" ] && step=$(wc -l <"$log")
  resident=$(awk '/VmRSS/ { print $2 }' "/proc/$process/status" 2>/dev/null || true)
  [ -n "$resident" ] && [ "$step" -gt 0 ] && [ "$step" -lt "$steps" ] && echo "$step $resident"
  sleep 0.25
done >"$folder/samples"
awk -v warm="$((steps / 10))" '
  $1 >= warm { if (!n++) { first = $1; low = $2 }; last = $1; high = $2; line[n] = $0 }
  END {
    for (i = 1; i <= n; i += (n > 20 ? int(n / 20) : 1)) print line[i]
    printf "steps %d to %d: %d KiB to %d KiB, %.1f bytes a step\n", \
      first, last, low, high, last > first ? (high - low) * 1024 / (last - first) : 0
  }' "$folder/samples"

#!/usr/bin/env bash
# Trains the same two small nets with 1, 2 and 4 threads, twice each, in a debug and in a release
# build, and compares the SHA-256 of their checkpoints.
#
#   Scripts/determinism.sh
#
# Prints a line a run; exits with 1 when any of the twelve differs. Needs Fashion-MNIST (apt:
# dataset-fashion-mnist). Docs/Numerics.md says what is promised.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
options=(--depths 8,14 --width 16 --steps 20 --batch-size 32 --test-images 500 --seeds 1 --quiet)
for configuration in debug release; do
  swift build -c "$configuration" --product DegradationStudy >&2
  program=$(swift build -c "$configuration" --show-bin-path)/DegradationStudy
  for threads in 1 2 4; do
    for repeat in 1 2; do
      rm -rf "$folder/study"
      GRADUS_THREADS=$threads "$program" "${options[@]}" --output "$folder/study" >/dev/null
      # Two depths of two kinds.
      checkpoints=$(find "$folder/study" -name 'checkpoint.safetensors' | wc -l)
      [ "$checkpoints" -eq 4 ] || { echo "$checkpoints checkpoints instead of 4" >&2; exit 1; }
      digest=$(cd "$folder/study" && find . -name 'checkpoint.safetensors' -print0 | sort -z |
        xargs -0 cat | sha256sum | cut -d ' ' -f 1)
      echo "$configuration $threads threads, run $repeat: $digest"
      echo "$digest" >>"$folder/digests"
    done
  done
done
if [ "$(sort -u "$folder/digests" | wc -l)" -ne 1 ]; then
  echo "the weights differ" >&2
  exit 1
fi
echo "all $(wc -l <"$folder/digests") runs ended with the same bits"

#!/usr/bin/env bash
# Kills a process that saves checkpoints at random moments, and reads what each kill left.
#
#   Scripts/kill-checkpoint.sh [TRIALS]
#
# Each of TRIALS (default 1000) processes saves one checkpoint after the other until SIGKILL comes, up
# to 30 ms after its first. The checkpoint must be readable, its checksum right, and its step no older
# than the last one the process reported as saved. Exits with 1 otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."
flags=(--package-path Fuzz --scratch-path /tmp/gradus-kill -c release --product CheckpointKill)
swift build "${flags[@]}" >&2
exec "$(swift build "${flags[@]}" --show-bin-path)/CheckpointKill" "${1:-1000}"

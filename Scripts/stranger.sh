#!/usr/bin/env bash
# Depends on the library as a stranger would: from a package outside the repository, by address and version, with targets of its
# own called Layers, Training, Datasets and Benchmarks; builds in Swift 6 mode without a warning and runs each experiment.
#
# usage: Scripts/stranger.sh [EXPERIMENT...]     all of Scripts/Stranger/Sources with a main.swift by default
# Exit codes: 0 all succeeded, 1 something failed, 2 the wrong call.
#
# The clone holds what is committed and what is changed in tracked files; its tag exists in the clone only.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
experiments=("$@")
if [ $# -eq 0 ]; then
  for main in "$root"/Scripts/Stranger/Sources/*/main.swift; do experiments+=("$(basename "$(dirname "$main")")"); done
fi
fail() { echo "stranger: $1" >&2; exit "${2:-1}"; }

mostLines=30
for experiment in "${experiments[@]}"; do
  [ -f "$root/Scripts/Stranger/Sources/$experiment/main.swift" ] || fail "no experiment $experiment" 2
  lines=$(cat "$root/Scripts/Stranger/Sources/$experiment"/*.swift | grep -cvE '^\s*(//.*)?$')
  [ "$lines" -le $mostLines ] || fail "$experiment has $lines lines of code, more than $mostLines"
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
GRADUS_VERSION=$(sed -n 's/.*current = "\(.*\)".*/\1/p' "$root/Sources/Tensors/GradusVersion.swift")
# Files with another time and the same contents would make the next command fail.
git -C "$root" update-index -q --refresh || true
changed=$(git -C "$root" -c user.name=stranger -c user.email=stranger@localhost stash create)
git clone --quiet --no-checkout "$root" "$folder/gradus"
git -C "$folder/gradus" tag "$GRADUS_VERSION" "${changed:-HEAD}"
export GRADUS_VERSION GRADUS_URL="file://$folder/gradus"
cp -r "$root/Scripts/Stranger" "$folder/package"
cd "$folder/package"

# Nothing is remembered between runs: a tag that moved would be taken for an attack.
options=(--disable-dependency-cache --cache-path "$folder/cache" --security-path "$folder/security" --disable-index-store)
swift build "${options[@]}" >"$folder/build.log" 2>&1 || { tail -40 "$folder/build.log" >&2; fail "the build failed"; }
if grep -E 'warning: ' "$folder/build.log" >&2; then fail "the build warns"; fi
[ "$(grep -c '"identity"' Package.resolved)" -eq 1 ] || { cat Package.resolved >&2; fail "more than the library was fetched"; }
echo "a package with targets $(find Sources -mindepth 1 -maxdepth 1 ! -exec test -f {}/main.swift \; -printf '%f\n' | sort | paste -sd ' ') builds without a warning"

# Kills the run in its folder $1 once it has saved a checkpoint, resumes it, and compares everything it
# leaves with what a run without interruption leaves.
killed_and_resumed() {
  local program=.build/debug/$1 killed=$folder/killed whole=$folder/whole
  "$program" "$killed" >/dev/null &
  local process=$!
  until compgen -G "$killed/step-*" >/dev/null; do
    kill -0 $process 2>/dev/null || { echo "error: it ended before its first checkpoint" >&2; return 1; }
    sleep 0.01
  done
  kill -KILL $process 2>/dev/null || { echo "error: it ended before it could be killed" >&2; return 1; }
  { wait $process; } 2>/dev/null || true
  "$program" "$killed" >/dev/null && "$program" "$whole" >"$folder/output" || return 1
  diff -r --exclude=.lock "$killed" "$whole" >&2 || { echo "error: the resumed run is another one" >&2; return 1; }
  grep -q 'still: true' "$folder/output" || { echo "error: $(tail -1 "$folder/output")" >&2; return 1; }
  echo "killed and resumed to the same bits; $(tail -1 "$folder/output")"
}

failed=0
for experiment in "${experiments[@]}"; do
  run=(.build/debug/"$experiment")
  if [ "$experiment" = EncoderDecoder ]; then run=(killed_and_resumed "$experiment"); fi
  if output=$("${run[@]}" 2>"$folder/errors"); then
    echo "$experiment: $(tail -1 <<<"$output")"
  else
    echo "$experiment: failed: $(grep -m1 -E 'rror' "$folder/errors" || tail -1 "$folder/errors")"
    failed=1
  fi
done
exit $failed

#!/usr/bin/env bash
# Does to the programs what strangers and bad days do to them: wrong numbers, strange files, full disks, closed streams, foreign text,
# changed data. Each case has its exit code, says one line, shows no control character and leaves nothing half-written.
#
# usage: Scripts/torture.sh [--programs FOLDER] [KIND...]     kinds are the files of Scripts/torture; all by default
#   --programs FOLDER   take the programs from there, such as .build/debug, and build nothing
# Exit codes: 0 every case ended as it should, 1 one did not, 2 the wrong call. No root, no device but /dev/full and /dev/null.
set -uo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
programs=
if [ "${1:-}" = --programs ]; then
  [ -d "${2:-}" ] || { echo "torture: --programs needs a folder" >&2; exit 2; }
  programs=$(cd "$2" && pwd)
  shift 2
fi
kinds=("$@")
[ $# -gt 0 ] || for file in "$root"/Scripts/torture/*.sh; do kinds+=("$(basename "$file" .sh)"); done
for kind in "${kinds[@]}"; do
  [ -f "$root/Scripts/torture/$kind.sh" ] || { echo "torture: there is no kind $kind" >&2; exit 2; }
done
if [ -z "$programs" ]; then
  (cd "$root" && swift build --traits Images) >&2 || exit 1
  programs=$root/.build/debug
fi

folder=$(mktemp -d)
trap 'chmod -R u+rwx "$folder" 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export GRADUS_THREADS=2 NO_COLOR=1 TMPDIR=$folder SWIFT_BACKTRACE=enable=no
PATH=$programs:$PATH
cases=0 failures=0

# A case that did not end as it should.
complain() {
  failures=$((failures + 1))
  echo "FAILED ($1): $2" | cat -v
  sed 's/^/    /' err | head -5
}

# expect CODE WORDS COMMAND...: the exit code, and words that standard error holds. An error is exactly one line, not too long.
# Nothing may print a control character or a mark that turns the direction of text.
expect() {
  local code=$1 words=$2
  shift 2
  cases=$((cases + 1))
  timeout 120 "$@" >out 2>err </dev/null
  local got=$?
  [ $got -eq "$code" ] || { complain "exit code $got, not $code" "$*"; return; }
  if [ "$code" -eq 2 ] && { [ "$(grep -c '^error: ' err)" -ne 1 ] || grep -qvE '^(error|note|warning): ' err; }; then
    complain "not one line of error" "$*"
    return
  fi
  if [ -n "$words" ] && ! grep -qF -- "$words" err; then complain "no word of \"$words\"" "$*"; return; fi
  if LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]' out err; then
    complain "a control character" "$*"
    return
  fi
  if [ "$(wc -c <err)" -gt 8200 ]; then complain "$(wc -c <err) bytes of messages" "$*"; fi
}

# absent FILE: the case before has left nothing there.
absent() {
  cases=$((cases + 1))
  [ ! -e "$1" ] || { complain "$1 was left behind" "the case before"; rm -rf "$1"; }
}

# holds COMMAND...: something that must be true after the case before.
holds() {
  cases=$((cases + 1))
  "$@" >/dev/null 2>&1 || complain "not true" "$*"
}

for kind in "${kinds[@]}"; do
  before=$cases
  start=$SECONDS
  # shellcheck source=/dev/null
  . "$root/Scripts/torture/$kind.sh"
  echo "$kind: $((cases - before)) cases in $((SECONDS - start)) s"
done
echo "$cases cases, $failures failed"
[ $failures -eq 0 ]

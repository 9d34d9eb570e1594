#!/usr/bin/env bash
# Several ranks over MPI: the same bits each time, one rank's sums, studies shared out, and what happens when a rank
# dies, stops, or has other data. Needs libopenmpi-dev and openmpi-bin; builds with the traits Images and MPI.
#
#     Scripts/ranks-test.sh [FOLDER WITH BUILT PROGRAMS]
set -uo pipefail
cd "$(dirname "$0")/.."
programs=${1:-}
if [ -z "$programs" ]; then
  swift build -c release --traits Images,MPI --scratch-path .build/mpi || exit 1
  programs=.build/mpi/release
fi
programs=$(cd "$programs" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
failures=0
check() { if [ "$2" = 0 ]; then echo "ok    $1"; else echo "FAIL  $1"; failures=$((failures + 1)); fi; }
run() { # ranks, then a command
  local ranks=$1
  shift
  GRADUS_THREADS=1 timeout 300 mpirun --allow-run-as-root --oversubscribe --bind-to none --quiet -n "$ranks" "$@"
}
train() { # ranks, folder, more
  local ranks=$1 folder=$2
  shift 2
  run "$ranks" "$programs/TrainClassifier" train --quiet --output "$folder" --set trainingImages=1500 \
    --set testImages=100 --set network=resnet20-cifar --set batchSize=32 --set averageDecay=0.9 "$@" 2>"${folder/\//-}.err" >"${folder/\//-}.out"
}
weights() { sha256sum <"$1/checkpoints/$(ls "$1/checkpoints" | grep step- | tail -1)"; }

echo "== the same bits each time"
for ranks in 1 2 4; do
  for time in a b; do train $ranks bits-$ranks-$time --set steps=50; done
  [ -f bits-$ranks-a/result.json ] && [ -f bits-$ranks-b/result.json ] &&
    [ "$(weights bits-$ranks-a)" = "$(weights bits-$ranks-b)" ]
  status=$?
  check "$ranks ranks, 50 steps twice: $(weights bits-$ranks-a | cut -c1-16)" $status
done

echo "== n ranks of b images are one of n b"
for ranks in 2 4; do
  line=$(run $ranks "$programs/GradusBenchmarks" ranks --agreement --batch 128)
  echo "$line" | awk '/relative difference/ { found = $NF + 0 == $NF && $NF < 1e-12 } END { exit !found }'
  check "$line" $?
done

echo "== another number of ranks goes on"
train 2 other --set steps=40 --set checkpointInterval=10 --synchronized-statistics &
sleep 4
wait
rm -f other/result.json other/checkpoints/step-00000040.safetensors other/checkpoints/best.safetensors
run 4 "$programs/TrainClassifier" train --quiet --resume --output other --synchronized-statistics >other.out 2>other.err
[ -f other/result.json ] && [ "$(grep -c step other/metrics.jsonl)" = 40 ]
check "resumed with 4 ranks" $?

echo "== a rank that dies, stops or differs"
lines() { grep -c "^error:" "$1"; }
job() { # name, seconds to wait, what to do to rank 1
  train 3 "$1" --set steps=100000 --set checkpointInterval=5 &
  local pid=$!
  for _ in $(seq 100); do [ -n "$(ls "$1/checkpoints" 2>/dev/null | grep step-)" ] && break; sleep 0.2; done
  local victim=$(pgrep -f "train --quiet --output $1 " | while read -r p; do
    tr '\0' '\n' </proc/"$p"/environ 2>/dev/null | grep -q '^OMPI_COMM_WORLD_RANK=1$' && echo "$p"; done | head -1)
  local start=$(date +%s)
  kill "-$3" "$victim"
  wait $pid
  local code=$?
  seconds=$(($(date +%s) - start))
  [ $code != 0 ] && [ $seconds -le "$2" ] &&
    "$programs/TrainClassifier" evaluate "$1" --set testImages=10 >/dev/null 2>"$1.after"
}
job killed 30 KILL
check "a rank killed: over after $seconds s, the checkpoint is whole" $?
job stopped 30 STOP
status=$?
check "a rank stopped: over after $seconds s: $(grep '^error:' stopped.err | head -1 | cut -c1-100)" $status
[ "$(lines stopped.err)" = 1 ]
check "  in one line" $?

cat >differ.sh <<'DIFFER'
#!/bin/bash
[ "$OMPI_COMM_WORLD_RANK" = 2 ] && set -- "$@" --set data=other-data
exec "$@"
DIFFER
chmod +x differ.sh
mkdir other-data
cp $(dpkg -L dataset-fashion-mnist | grep 'gz$') other-data/
python3 - <<'PYTHON'
import gzip, glob
for path in glob.glob("other-data/train-images*"):
    data = bytearray(gzip.open(path).read())
    for place in range(16, len(data), 784):
        data[place + 400] ^= 1
    gzip.open(path, "wb", 1).write(bytes(data))
PYTHON
start=$(date +%s)
run 3 ./differ.sh "$programs/TrainClassifier" train --quiet --output differ --set trainingImages=1500 --set testImages=100 \
  --set steps=10 --set batchSize=32 >differ.out 2>differ.err
code=$?
[ $code != 0 ] && [ $(($(date +%s) - start)) -le 30 ] && [ "$(lines differ.err)" = 1 ] && grep -q "rank 2 has another data" differ.err
status=$?
check "other data: $(grep '^error:' differ.err | head -1 | cut -c1-120)" $status

echo "== a rank of another version"
python3 - "$programs/TrainClassifier" other-version <<'PYTHON'
import os, sys
program = open(sys.argv[1], "rb").read()
open(sys.argv[2], "wb").write(program.replace(b"0.1.0", b"0.1.9"))
os.chmod(sys.argv[2], 0o755)
PYTHON
cat >versions.sh <<'VERSIONS'
#!/bin/bash
program=$1
[ "$OMPI_COMM_WORLD_RANK" = 1 ] && program=./other-version
shift
exec "$program" "$@"
VERSIONS
chmod +x versions.sh
start=$(date +%s)
run 2 ./versions.sh "$programs/TrainClassifier" train --quiet --output versions --set trainingImages=1500 \
  --set testImages=100 --set steps=10 --set batchSize=32 >versions.out 2>versions.err
code=$?
[ $code != 0 ] && [ $(($(date +%s) - start)) -le 30 ] && [ "$(lines versions.err)" = 1 ] &&
  grep -q "rank 1 has another version" versions.err
status=$?
check "another version: $(grep '^error:' versions.err | head -1 | cut -c1-120)" $status

echo "== a full disk on the rank that writes"
mkdir full
if mount -t tmpfs -o size=6m tmpfs full 2>/dev/null; then
  start=$(date +%s)
  train 2 full/run --set steps=1000 --set checkpointInterval=2 --set keepCheckpoints=50
  code=$?
  [ $code != 0 ] && [ $(($(date +%s) - start)) -le 60 ] && [ "$(lines full-run.err)" = 1 ]
  status=$?
  check "$(grep '^error:' full-run.err | head -1 | cut -c1-120)" $status
  umount full
else
  echo "skip  no file system can be mounted here"
fi

echo "== a study shared out"
study="--preset tiny --claims all --seeds 1,2 --quiet --dataset fashion-mnist"
"$programs/DegradationStudy" $study --output alone >/dev/null 2>&1
for ranks in 1 2 4; do
  run $ranks "$programs/DegradationStudy" $study --output farm-$ranks >farm-$ranks.out 2>farm-$ranks.err
  cmp -s alone/results.json farm-$ranks/results.json
  check "$ranks ranks: results.json as that of one process" $?
done
for part in 1 2 3 4; do "$programs/DegradationStudy" $study --shard $part/4 --output part-$part >/dev/null 2>&1; done
"$programs/DegradationStudy" report part-1 part-2 part-3 part-4 --output joined --quiet >/dev/null 2>&1
cmp -s alone/results.json joined/results.json
check "4 parts joined: the same" $?

echo "== a rank of a study killed at 20 random moments"
records() { (cd killed-study/experiments 2>/dev/null && find . -name '*.json' -printf '%p %T@\n' | sort); }
kept=0 killed=0
for moment in $(seq 20); do
  # One that is done has nobody left to kill.
  if [ -e killed-study/results.json ]; then rm -rf killed-study; fi
  records >before.txt
  if [ -e killed-study/config.json ]; then options="--resume --quiet"; else options=$study; fi
  run 3 "$programs/DegradationStudy" $options --output killed-study >killed-study.out 2>&1 &
  pid=$!
  rank=$((RANDOM % 3)) victim=
  for _ in $(seq 50); do
    victim=$(pgrep -f "DegradationStudy .*killed-study" | while read -r p; do
      tr '\0' '\n' </proc/"$p"/environ 2>/dev/null | grep -q "^OMPI_COMM_WORLD_RANK=$rank\$" && echo "$p"; done | head -1)
    [ -n "$victim" ] && break
    sleep 0.1
  done
  sleep "$((RANDOM % 4)).$((RANDOM % 900 + 100))"
  [ -n "$victim" ] && kill -KILL "$victim" 2>/dev/null && killed=$((killed + 1))
  wait $pid
  records >after.txt
  # Every record that was there is there, and was not made again.
  [ -z "$(comm -23 before.txt after.txt)" ] && kept=$((kept + 1))
done
[ $kept = 20 ] && [ $killed -ge 15 ]
status=$?
check "records kept after $kept of 20 rounds, $killed ranks killed, $(wc -l <after.txt) records" $status
run 3 "$programs/DegradationStudy" --resume --quiet --output killed-study >/dev/null 2>&1
cmp -s alone/results.json killed-study/results.json
check "resumed: results.json as that of one process" $?

echo "$failures failed"
[ $failures = 0 ]

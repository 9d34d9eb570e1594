# Numbers out of range in our own files, and files that were cut, emptied or exchanged: refused in one line, never trusted.
. "$root/Scripts/torture/task/pictures.sh"

make_task task-records
# shellcheck disable=SC2046
expect 0 "" TrainClassifier train --quiet $(task_options task-records run-records) --set steps=4 --set checkpointInterval=1
cp -r run-records whole-run
again() { rm -rf run-records && cp -r whole-run run-records; }

# replace FILE PATTERN TEXT: the first match in a file of the run becomes something else.
replace() { sed -i "0,/$2/s//$3/" "run-records/$1"; }
numbers="1e300 -1 9223372036854775807 9007199254740993 NaN null 1e-400 \"x\" [] {}"
for number in $numbers; do
  again && replace metrics.jsonl '"step":[0-9]*' "\"step\":$number"
  expect 2 "" TrainClassifier train --quiet --resume --output run-records
  again && replace config.json '"steps": [0-9]*' "\"steps\": $number"
  expect 2 "" TrainClassifier train --quiet --resume --output run-records
  again && replace config.json '"batchSize": [0-9]*' "\"batchSize\": $number"
  expect 2 "" TrainClassifier evaluate run-records
done
for file in config.json data.json metrics.jsonl metrics.csv; do
  again && : >"run-records/$file"
  expect 2 "" TrainClassifier train --quiet --resume --output run-records
  again && head -c 12 "whole-run/$file" >"run-records/$file"
  expect 2 "" TrainClassifier train --quiet --resume --output run-records
  again && head -c 300 /dev/urandom | tr '\n' x >"run-records/$file"
  expect 2 "" TrainClassifier train --quiet --resume --output run-records
  again && rm "run-records/$file" && mkfifo "run-records/$file"
  expect 2 "$file" TrainClassifier train --quiet --resume --output run-records
done
again
checkpoint=$(find run-records/checkpoints -type f -name '*.safetensors' | sort | tail -1)
for size in 0 1 7 8 100 5000; do
  again && truncate -s $size "$checkpoint"
  expect 2 "" TrainClassifier evaluate "$checkpoint"
  expect 2 "" TrainClassifier export "$checkpoint" --output none.safetensors
  absent none.safetensors
done
again && printf '\xff\xff\xff\xff\xff\xff\xff\x7f' | dd of="$checkpoint" conv=notrunc status=none
expect 2 "" TrainClassifier evaluate "$checkpoint"
again && printf 'x' | dd of="$checkpoint" bs=1 seek=$(($(stat -c %s "$checkpoint") - 100)) conv=notrunc status=none
expect 2 "" TrainClassifier evaluate "$checkpoint"

# A study's records.
expect 0 "" DegradationStudy run --quiet --depths 8 --width 2 --seeds 1 --steps 3 --batch-size 8 --test-images 20 --output study
cp -r study whole-study
for file in $(cd whole-study && find . -name '*.json' -o -name '*.jsonl' | sort); do
  for number in 1e300 -1 NaN; do
    rm -rf study && cp -r whole-study study
    sed -i -E "s/(: |\[)-?[0-9][0-9.e+-]*/\1$number/g" "study/$file"
    cases=$((cases + 1))
    timeout 120 DegradationStudy report --quiet study >out 2>err
    code=$?
    { [ $code -eq 0 ] || [ $code -eq 2 ]; } && [ "$(wc -l <err)" -le 1 ] || complain "exit code $code" "$file with $number"
  done
  rm -rf study && cp -r whole-study study && : >"study/$file"
  cases=$((cases + 1))
  timeout 120 DegradationStudy report --quiet study >out 2>err
  code=$?
  { [ $code -eq 0 ] || [ $code -eq 2 ]; } && [ "$(wc -l <err)" -le 1 ] || complain "exit code $code" "$file emptied"
done

# The machine: fewer cores, less memory, strange settings, names that a shell would take apart.
. "$root/Scripts/torture/task/pictures.sh"

make_task "it's a task"
options=(--quiet --set dataset=folder --set "data=it's a task" --set imageSize=8 --set batchSize=4 --set steps=2
  --set validationShare=0 --set network=resnet20-cifar)
expect 0 "" env -u GRADUS_THREADS taskset -c 0 TrainClassifier train "${options[@]}" --output one-core
holds grep -q '"cores" : "1"' one-core/environment.json
holds grep -q '"threads" : "1"' one-core/environment.json
for threads in 0 -1 x 1e3 99999999999999999999 ""; do
  expect 0 "" env "GRADUS_THREADS=$threads" TrainClassifier train "${options[@]}" --output "threads-$threads"
  holds cmp one-core/result.json "threads-$threads/result.json"
done
expect 2 "" TrainClassifier train "${options[@]}" --threads 0 --output none
expect 2 "" TrainClassifier train "${options[@]}" --threads 2000 --output none
absent none

# Address space that is too small: one line and an end, not a loop.
for kilobytes in 300000 500000 900000; do
  cases=$((cases + 1))
  timeout 60 bash -c "ulimit -v $kilobytes; ModelZoo parity vgg16" >out 2>err
  code=$?
  { [ $code -ne 0 ] && [ $code -ne 124 ] && [ $code -lt 128 ] && [ "$(wc -l <err)" -eq 1 ]; } \
    || complain "exit code $code, $(wc -l <err) lines" "ulimit -v $kilobytes"
done

# Advice that can be pasted: an interrupted run says how to go on, in words that a shell takes as they are.
mkdir -p "a 'strange' folder"
cases=$((cases + 1))
timeout --preserve-status -s INT 5 TrainClassifier train "${options[@]}" --set steps=100000 --output "a 'strange' folder/run" >out 2>err
[ $? -eq 130 ] || complain "not 130" "an interrupted run"
advice=$(sed -n 's/.*continue with: //p' err)
cases=$((cases + 1))
timeout 3 bash -c "$advice" >out 2>err
[ $? -eq 124 ] || complain "the advice cannot be pasted" "$advice"

# Pictures stay of a size that can be opened.
for network in nasnet_a_large resnet152 densenet201 inception_resnet_v2; do
  expect 0 "" ModelZoo draw $network --unfolded --output drawing.svg
  holds test "$(stat -c %s drawing.svg)" -lt 30000000
done

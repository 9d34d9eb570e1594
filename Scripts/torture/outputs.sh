# Outputs that are no plain files: pipes, links, folders and devices stay what they are, and so do permissions.

commands=("ModelZoo draw resnet20-cifar --output" "ModelZoo plot winners --output" "ModelZoo plot layers resnet20-cifar --output")
for line in "${commands[@]}"; do
  mkfifo pipe
  expect 2 "pipe" bash -c "$line pipe"
  holds test -p pipe
  rm pipe
  expect 2 "/dev/full" bash -c "$line /dev/full"
  holds test -c /dev/full
  expect 2 "/dev/null" bash -c "$line /dev/null"
  mkdir taken
  expect 2 "taken" bash -c "$line taken"
  holds test -d taken
  rmdir taken
  expect 2 "" bash -c "$line none/in/here.svg"
  absent none
  echo secret >real && chmod 600 real && ln -s real link
  expect 0 "" bash -c "$line link"
  holds test -L link
  holds test "$(stat -c %a real)" = 600
  holds grep -q svg real
  rm link real
  ln -s nowhere/at/all dangling
  expect 2 "" bash -c "$line dangling"
  holds test -L dangling
  rm dangling
  echo before >limited
  expect 2 "" bash -c "ulimit -f 1; $line limited"
  holds grep -q before limited
  rm limited
done
if [ "$(id -u)" -ne 0 ]; then
  mkdir locked && chmod 500 locked
  expect 2 "Permission denied" ModelZoo draw resnet20-cifar --output locked/net.svg
  expect 2 "Permission denied" TrainClassifier sample --output locked/here
  chmod 700 locked && rmdir locked
fi
for line in "${commands[@]}" "ModelZoo plot eras -o"; do
  expect 0 "" bash -c "$line -"
  holds grep -q "</svg>" out
  absent ./-
done
for line in "ModelZoo convert in.pt - --network resnet18" "ModelZoo logits resnet18 --weights w.pt --input i.npy --output -" \
  "TrainClassifier export run --output -" "TrainClassifier sample --output -" "TrainClassifier train --output -"; do
  expect 2 "standard output" bash -c "$line"
  absent ./-
done
expect 2 "" ModelZoo lecture --html /dev/null/lecture
expect 2 "" DegradationStudy run --output /dev/null/study --claims 1

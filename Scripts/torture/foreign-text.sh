# Names and texts of strangers: shown as one bounded, visible line everywhere.
. "$root/Scripts/torture/task/pictures.sh"

escape=$'\e[31m\e]0;title\a' mark=$'\u202e' line=$'one\ntwo\r\tthree'
long=$(printf 'x%.0s' $(seq 1 250))
for name in "$escape" "a${mark}b" "$line" "$long" $'\x7f' $'tab\there'; do
  expect 2 "" ModelZoo costs "$name"
  expect 2 "" ModelZoo convert "$name" out.npz --network resnet18
  expect 2 "" ModelZoo draw resnet18 --module "$name"
  expect 2 "" ModelZoo filters "$name"
  expect 2 "" ModelZoo lecture --explain "$name"
  expect 2 "" TrainClassifier evaluate "$name"
  expect 2 "" TrainClassifier settings --set "$name=1"
  expect 2 "" TrainClassifier settings --set "network=resnet20-cifar" --config "$name"
  expect 2 "" TrainClassifier train --output none --set "network=$name"
  expect 2 "" DegradationStudy report "$name"
  expect 2 "" DegradationStudy run --output none --dataset "$name"
done
make_task foreign
for part in train test; do
  mv "foreign/$part/cat" "foreign/$part/c${escape}a${mark}t"
  mv "foreign/$part/dog" "foreign/$part/dog${long:0:200}"
done
# shellcheck disable=SC2046
expect 0 "" TrainClassifier train --quiet $(task_options foreign run-foreign)
expect 0 "" TrainClassifier evaluate run-foreign
strange="foreign/p${escape}${line}.png"
cp "$pictures/colour.png" "$strange"
expect 0 "" TrainClassifier predict run-foreign "$strange"
holds test "$(wc -l <out)" -eq 3
expect 0 "" TrainClassifier predict --json run-foreign "$strange"
holds test "$(wc -l <out)" -eq 1
head -c 40 "$strange" >"$strange.png"
expect 1 "1 of 2 pictures" TrainClassifier predict run-foreign "$strange" "$strange.png"
expect 2 "" TrainClassifier train --resume --output run-foreign --set "seed=$escape"
head -c 5000000 /dev/zero | tr '\0' y >huge.json
expect 2 "" TrainClassifier settings --config huge.json
printf '{"%s": 1}' "$(head -c 100000 huge.json)" >key.json
expect 2 "" TrainClassifier settings --config key.json

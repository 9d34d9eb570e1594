# Streams that are full or closed: results that are lost are an error, messages that are lost are not.

sound=("ModelZoo list" "ModelZoo costs resnet20-cifar --json" "ModelZoo summary resnet18" "ModelZoo diff vgg16 vgg19"
  "ModelZoo draw resnet20-cifar" "ModelZoo plot winners" "ModelZoo lecture --explain 48.6" "ModelZoo --help" "TrainClassifier settings"
  "TrainClassifier settings --json" "TrainClassifier --version" "DegradationStudy claims" "GradusBenchmarks run --list")
for line in "${sound[@]}"; do
  expect 0 "" bash -c "$line"
  cp out whole
  for place in ">/dev/full" ">&-"; do expect 1 "could not be written" bash -c "$line $place"; done
  for place in "2>/dev/full" "2>&-" "<&-"; do
    expect 0 "" bash -c "$line $place"
    holds cmp out whole
  done
done
for line in "ModelZoo costs nonsense" "TrainClassifier evaluate nowhere" "DegradationStudy report nowhere"; do
  for place in "2>&-" "2>/dev/full" ">&- 2>&-" "<&- >&- 2>&-"; do
    cases=$((cases + 1))
    bash -c "$line $place" >out 2>err
    [ $? -eq 2 ] || complain "exit code" "$line $place"
  done
done

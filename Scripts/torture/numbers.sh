# Numbers and shapes that nobody should type: told in one line before anything runs.

# Networks on images that they do not take, in inference or in training.
for case in resnet18:1,3,32,32 resnet18:1,3,1,1 resnet50:1,3,32,32 vgg16:1,3,31,31 vgg11:2,3,16,300 alexnet:1,3,62,62 \
  alexnet-paper:1,3,66,66 googlenet:1,3,14,14 googlenet:1,3,16,16 inception_v3:2,3,128,128 inception_v3:2,3,74,74 densenet121:1,3,28,28 \
  densenet121:1,3,32,32 mobilenet_v2:1,3,32,32 mobilenet_v3_small:1,3,16,16 squeezenet1_1:1,3,16,16 shufflenet_v2_x1_0:1,3,32,32 \
  efficientnet_b0:1,3,32,32 resnext50_32x4d:1,3,32,32 wide_resnet50_2:1,3,32,32 mnasnet1_0:1,3,32,32 resnet20-cifar:65536,3,65536,65536 \
  resnet18:65536,3,4096,4096 vgg16:1000,3,8192,8192; do
  expect 2 "" ModelZoo parity "${case%%:*}" --input "${case#*:}"
  holds grep -qE "batch norm|too small|has no room|no pixel left|no memory holds|and this machine has" err
done
for input in 0,3,32,32 1,0,32,32 -1,3,32,32 1,3,32 1,3,32,32,1 1,3,32,x "" 1e3,3,32,32 1,3,99999999999999999999,32 1,65536,8,8; do
  expect 2 "" ModelZoo parity resnet20-cifar --input "$input"
done

# Counts beyond all reason, of every option that counts.
for number in 0 -1 4000000000000000000 99999999999999999999 1e3 nan x ""; do
  expect 2 "" ModelZoo costs resnet18 "--batch=$number"
  expect 2 "" ModelZoo summary resnet18 "--batch=$number"
  expect 2 "" ModelZoo draw resnet18 "--depth=$number" --output none.svg --format "$number"
  for option in classes channels; do
    expect 2 "" ModelZoo convert none.pt none.npz --network resnet18 "--$option=$number"
  done
  for option in size batch-size steps learning-rate; do
    # A learning rate may be written so, and a size may be any but too large.
    [ "$option$number" = learning-rate1e3 ] && continue
    expect 2 "" ModelZoo flow resnet20-cifar "--$option=$number"
  done
  for option in top pixel-limit; do
    [ "$option$number" = pixel-limit4000000000000000000 ] || [ "$option$number" = top4000000000000000000 ] && continue
    expect 2 "" TrainClassifier predict none "--$option=$number" none.png
  done
  expect 2 "" TrainClassifier sample --output none "--count=$number"
  expect 2 "" TrainClassifier evaluate none "--scales=$number"
  for option in width steps batch-size test-images learning-rate depths seeds threads; do
    [ "$option$number" = learning-rate1e3 ] || [ "$option$number" = seeds0 ] && continue
    [ "$option$number" = seeds4000000000000000000 ] && continue
    expect 2 "" DegradationStudy run --output none "--$option=$number"
  done
done
absent none.svg
absent none

# Every setting of the training program.
for setting in $(TrainClassifier settings --json | sed -n 's/^ *"\([A-Za-z0-9]*\)":.*/\1/p'); do
  for value in -1 1e300; do
    case $setting in dataset | data | network) continue ;; esac
    expect 2 "$setting" TrainClassifier train --output none --set "$setting=$value"
  done
done
expect 2 "there is no setting" TrainClassifier train --output none --set nonsense=1
expect 2 "" TrainClassifier train --output none --set imageSize=4096
expect 2 "" ModelZoo flow resnet18 --size 4096
absent none

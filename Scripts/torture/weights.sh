# Files of weights that are damaged, foreign or beside the point, and arrays of the wrong shape.
. "$root/Scripts/torture/task/pictures.sh"
fixtures=$root/Tests/InterchangeTests/Fixtures

for file in "$fixtures"/*; do
  [ -f "$file" ] || continue
  expect 2 "" ModelZoo convert "$file" none.npz --network resnet20-cifar
  absent none.npz
done

# npy FILE SHAPE BYTES [TYPE]: an array of zeros.
npy() {
  local header="{'descr': '${4:-<f4}', 'fortran_order': False, 'shape': ($2), }"
  printf '\x93NUMPY\x01\x00\x76\x00%-117s\n' "$header" >"$1"
  head -c "$3" /dev/zero >>"$1"
}
make_task task-weights
# shellcheck disable=SC2046
expect 0 "" TrainClassifier train --quiet $(task_options task-weights run-weights)
expect 0 "" TrainClassifier export run-weights --output sound.safetensors
logits=(ModelZoo logits resnet20-cifar --weights sound.safetensors --classes 2 --output logits.npy)
npy good.npy '1, 3, 8, 8' 768
expect 0 "" "${logits[@]}" --input good.npy
holds test -s logits.npy
rm -f logits.npy
for shape in '1, 1, 8, 8' '1, 8, 8, 3' '0, 3, 8, 8' '1, 3, 0, 8' '3, 8, 8' '1, 192' '192,' '' '1, 3, 8, 8, 1'; do
  npy bad.npy "$shape" 768
  expect 2 "bad.npy" "${logits[@]}" --input bad.npy
  absent logits.npy
done
for shape in '1, 3, 8, 9' '4000000000, 4000000000, 3, 3' '-1, 3, 8, 8' '1, 3, 8, 99999999999999999999' '1, 3, 8, x'; do
  npy bad.npy "$shape" 768
  expect 2 "bad.npy" "${logits[@]}" --input bad.npy
  absent logits.npy
done
npy bad.npy '1, 3, 8, 8' 768 '|O'
expect 2 "bad.npy" "${logits[@]}" --input bad.npy
for size in 0 1 6 10 127 128 200; do
  head -c $size good.npy >cut.npy
  expect 2 "cut.npy" "${logits[@]}" --input cut.npy
done

for network in resnet18 vgg16 resnet32-cifar alexnet; do
  expect 2 "" ModelZoo convert sound.safetensors none.npz --network $network
  absent none.npz
done
expect 2 "" ModelZoo convert sound.safetensors none.npz --network resnet20-cifar
expect 0 "" ModelZoo convert sound.safetensors sound.npz --network resnet20-cifar --classes 2 --format npz
expect 0 "" ModelZoo convert sound.npz back.safetensors --network resnet20-cifar --classes 2
for file in sound.safetensors sound.npz; do
  size=$(stat -c %s "$file")
  for kept in 0 1 8 64 $((size / 2)) $((size - 1)); do
    head -c "$kept" "$file" >cut
    expect 2 "cut" ModelZoo convert cut none.npz --network resnet20-cifar --classes 2
    absent none.npz
  done
done
for file in /dev/null . "$root" none.pt; do
  expect 2 "" ModelZoo convert "$file" none.npz --network resnet20-cifar
done
mkfifo pipe.pt
expect 2 "pipe.pt" ModelZoo convert pipe.pt none.npz --network resnet20-cifar
rm pipe.pt

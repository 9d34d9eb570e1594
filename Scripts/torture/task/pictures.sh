# A task of small pictures for the kinds that train; sourced by them.
pictures=$root/Tests/DatasetsTests/Pictures

# make_task FOLDER: pictures of two classes, to train on and to test with.
make_task() {
  local part
  for part in train test; do
    mkdir -p "$1/$part/cat" "$1/$part/dog"
    cp "$pictures"/{colour.png,grey.png,palette.png,colour.jpg,alpha.png} "$1/$part/cat"
    cp "$pictures"/{big.png,luma.png,bilevel.png,sampled.jpeg,sixteen.png} "$1/$part/dog"
  done
}

# Options of a run of two steps on the task in FOLDER, the first word after it is the run's folder: task_options FOLDER RUN.
task_options() {
  echo "--output $2 --set dataset=folder --set data=$1 --set imageSize=8 --set batchSize=4 --set steps=2 --set validationShare=0" \
    "--set network=resnet20-cifar"
}

# Data that are missing, damaged or changed: found before the first step, skipped where that was asked for, noticed on resuming.
. "$root/Scripts/torture/task/pictures.sh"

# try_task WORDS: a run on the task, which must refuse with the words and leave nothing.
try_task() {
  # shellcheck disable=SC2046
  expect 2 "$1" TrainClassifier train --quiet $(task_options task run-refused)
  absent run-refused
}
fresh() {
  chmod -R u+rwx task 2>/dev/null
  rm -rf task
  make_task task
}
fresh && rm -r task/test && try_task "no folder test or val"
fresh && rm -r task/train && try_task "no folder train"
fresh && rm -r task/test/dog && try_task "dog"
fresh && rm task/test/dog/* && try_task "no PNG or JPEG"
fresh && cp -r task/test/cat task/test/fox && try_task "fox"
fresh && cp -r task/train/cat task/train/fox && try_task "fox"
fresh && truncate -s 60 task/test/cat/colour.png && try_task "colour.png"
fresh && truncate -s 300 task/train/cat/colour.jpg && try_task "colour.jpg"
fresh && : >task/test/dog/empty.png && try_task "empty.png"
fresh && echo text >task/test/dog/text.jpg && try_task "text.jpg"
fresh && mkfifo task/test/dog/pipe.png && try_task "pipe.png"
fresh && ln -s nowhere task/train/dog/link.png && try_task "link.png"
fresh && ln -s "$pictures/grey.png" task/train/dog/link.png && try_task "link.png"
fresh && ln -s ../cat task/train/dog/loop && try_task "loop"
fresh && cp "$pictures/bomb.png" task/test/cat && try_task "bomb.png"
fresh && cp "$pictures/bomb.jpg" task/test/cat && try_task "bomb.jpg"
fresh && cp "$pictures/implausible.png" task/train/cat && try_task "implausible.png"
fresh && touch "task/train/cat/$(printf 'bad\xff.png')" && try_task "no UTF-8"
if [ "$(id -u)" -ne 0 ]; then fresh && chmod 000 task/test/cat/grey.png && try_task "grey.png"; fi

# All of it at once, skipped.
fresh
for part in train test; do
  truncate -s 60 task/$part/cat/colour.png
  echo text >task/$part/dog/text.jpg
  mkfifo task/$part/dog/pipe.png
  ln -s nowhere task/$part/dog/link.png
  touch "task/$part/cat/$(printf 'bad\xff.png')"
done
# shellcheck disable=SC2046
expect 0 "skipped 5 bad files of the train images" TrainClassifier train --quiet $(task_options task run-skip) --set onBadFile=skip
for name in colour.png text.jpg pipe.png link.png "no UTF-8"; do holds grep -qF "$name" err; done

# The same run with other data.
fresh
# shellcheck disable=SC2046
expect 0 "" TrainClassifier train --quiet $(task_options task run-data)
change() {
  expect 2 "--accept-other-data" TrainClassifier train --quiet --resume --output run-data
  fresh
}
expect 0 "" TrainClassifier train --quiet --resume --output run-data
cp task/train/cat/grey.png task/train/cat/palette.png && change
cp task/test/cat/grey.png task/test/cat/palette.png && change
rm task/train/dog/big.png && change
cp task/train/cat/grey.png task/train/dog/more.png && change
mv task/train/cat swap && mv task/train/dog task/train/cat && mv swap task/train/dog && change
cp task/train/cat/grey.png task/train/cat/palette.png
expect 0 "" TrainClassifier train --quiet --resume --accept-other-data --output run-data
expect 0 "" TrainClassifier train --quiet --resume --output run-data

# One bad picture among many.
good="task/test/cat/grey.png task/test/dog/big.png"
for bad in none.png task task/test /dev/null "$pictures/bomb.png" "$pictures/make.py" ""; do
  # shellcheck disable=SC2086
  expect 1 "1 of 3 pictures could not be read" TrainClassifier predict run-data ${good% *} "$bad" ${good#* }
  holds test "$(grep -c png out)" -eq 2
done

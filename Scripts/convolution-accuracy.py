#!/usr/bin/env python3
"""Whether fast convolutions train as well as those that round like direct sums: runs and their differences.

    Scripts/convolution-accuracy.py run FOLDER [--programs .build/release] [--parallel 2]
    Scripts/convolution-accuracy.py table FOLDER [--csv]

Trains plain-20 and residual-20 with 20 seeds, plain-56, residual-56 and VGG-11 with batch norm with 8, each with
--convolution-accuracy direct and fast: same initial weights, same batches, 600 steps of He et al.'s schedule on
Fashion-MNIST (28x28; VGG at 32x32). Some 15 hours of one core; what was stopped goes on where it was. The table has the
mean loss of the last 100 steps and the difference of the means, paired by seeds, with 95 % confidence in percent of
direct's; --csv prints the runs instead.
"""
import argparse
import csv
import math
import os
import pathlib
import queue
import statistics
import subprocess
import sys
import threading

ACCURACIES = ("direct", "fast")
# Depth of the study's nets, or 11 for VGG; and how many seeds.
SEEDS = {20: 20, 56: 8, 11: 8}
LAST_STEPS = 100


def folder(base, depth, seed, accuracy):
    return pathlib.Path(base) / f"depth{depth}-seed{seed}-{accuracy}"


def jobs():
    """Depth and seed, so that what is done early is balanced."""
    return [(depth, seed) for seed in range(1, max(SEEDS.values()) + 1)
            for depth, seeds in SEEDS.items() if seed <= seeds]


def command(programs, place, depth, seed, accuracy):
    is_vgg = depth == 11
    program = f"{programs}/{'TrainClassifier' if is_vgg else 'DegradationStudy'}"
    start = [program, "train"] if is_vgg else [program]
    start += ["--output", str(place), "--threads", "1", "--quiet"]
    if (place / "config.json").exists():
        return start + ["--resume"]
    if is_vgg:
        settings = {"network": "vgg11-pytorch-cifar", "imageSize": 32, "steps": 600, "seed": seed,
                    "convolutionAccuracy": accuracy}
        return start + [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]
    return start + ["--depths", str(depth), "--kinds", "plain,residual", "--seeds", str(seed), "--steps", "600",
                    "--convolution-accuracy", accuracy]


def run(options):
    waiting = queue.Queue()
    for depth, seed in jobs():
        for accuracy in ACCURACIES:
            waiting.put((depth, seed, accuracy))
    failed = []

    def work():
        while not failed:
            try:
                job = waiting.get_nowait()
            except queue.Empty:
                return
            place = folder(options.folder, *job)
            if len(list(losses(place))) == (1 if job[0] == 11 else 2):
                continue
            line = command(options.programs, place, *job)
            print(" ".join(line), file=sys.stderr, flush=True)
            if subprocess.run(line, stdout=subprocess.DEVNULL).returncode != 0:
                failed.append(line)

    workers = [threading.Thread(target=work) for _ in range(options.parallel)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        sys.exit(f"error: {' '.join(failed[0])} failed; see above, and run this again to go on")


def losses(place):
    """The nets of a folder that have run to the end, each with its loss."""
    for file in sorted(place.glob("runs/*/metrics.csv")) + sorted(place.glob("metrics.csv")):
        with open(file, newline="") as lines:
            rows = [float(row["loss"]) for row in csv.DictReader(lines)]
        if len(rows) == 600:
            yield file.parent.name.split("-width")[0] if file.parent != place else "vgg-11", \
                statistics.mean(rows[-LAST_STEPS:])


def results(base):
    """Losses by net, by seed, by accuracy."""
    found = {}
    for depth, seed in jobs():
        for accuracy in ACCURACIES:
            for net, loss in losses(folder(base, depth, seed, accuracy)):
                found.setdefault(net, {}).setdefault(seed, {})[accuracy] = loss
    return found


def student(confidence, freedom):
    """The quantile of Student's distribution that holds a share of it between itself and its negative."""
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)

    def share(bound, steps=2000):
        width = bound / steps
        heights = [(1 + (index * width) ** 2 / freedom) ** (-(freedom + 1) / 2) for index in range(steps + 1)]
        return 2 * scale * width * (sum(heights) - (heights[0] + heights[-1]) / 2)

    low, high = 0.0, 1000.0
    while high - low > 1e-6 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if share(middle) < confidence else (low, middle)
    return high


def table(options):
    found = results(options.folder)
    if options.csv:
        print("net,seed,accuracy,loss")
        for net, seeds in sorted(found.items()):
            for seed, pair in sorted(seeds.items()):
                for accuracy, loss in sorted(pair.items()):
                    print(f"{net},{seed},{accuracy},{loss:.6f}")
        return
    print("| net | seeds | direct | fast | difference, 95 % |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for net, seeds in sorted(found.items()):
        pairs = [(pair["direct"], pair["fast"]) for pair in seeds.values() if len(pair) == 2]
        if len(pairs) < 2:
            continue
        direct = statistics.mean(pair[0] for pair in pairs)
        differences = [fast - slow for slow, fast in pairs]
        middle = 100 * statistics.mean(differences) / direct
        reach = 100 * student(0.95, len(pairs) - 1) * statistics.stdev(differences) \
            / math.sqrt(len(pairs)) / direct
        fast = statistics.mean(pair[1] for pair in pairs)
        print(f"| {net} | {len(pairs)} | {direct:.4f} | {fast:.4f} | {middle:+.1f} ± {reach:.1f} % |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(required=True)
    runs = commands.add_parser("run")
    runs.add_argument("folder")
    runs.add_argument("--programs", default=".build/release")
    runs.add_argument("--parallel", type=int, default=os.cpu_count())
    runs.set_defaults(work=run)
    tables = commands.add_parser("table")
    tables.add_argument("folder")
    tables.add_argument("--csv", action="store_true")
    tables.set_defaults(work=table)
    options = parser.parse_args()
    options.work(options)


main()

#!/usr/bin/env python3
"""Whether fast convolutions train as well as those that round like direct sums: runs and their differences.

    Scripts/convolution-accuracy.py run FOLDER [--nets REGEX] [--programs .build/release] [--parallel 2]
                                               [--records FILE]
    Scripts/convolution-accuracy.py table [--records FILE]

Trains plain-20 and residual-20 with 20 seeds, plain-56, residual-56 and VGG-11 with batch norm with 8, each
with --convolution-accuracy direct and fast: same initial weights, same batches, 600 steps of He et al.'s schedule
on Fashion-MNIST (28x28; VGG at 32x32). Some 15 hours of one core; what was stopped goes on where it was. A pair of
runs that is finished is added to the records, which the repository keeps: mean loss of the last 100 steps, or
"diverged", and the vector unit and BLAS that the runs had. Pairs that are there already are not run again. The table
has the difference of the means, paired by seeds, with 95 % confidence in percent of direct's.
"""
import json
import math
import pathlib
import re
import statistics
import threading

import recorded_runs
from recorded_runs import append, finish, side_by_side

ACCURACIES = ("direct", "fast")
# Depth of the study's nets, or 11 for VGG; and how many seeds.
SEEDS = {20: 20, 56: 8, 11: 8}
NETS = {20: ("plain-20", "residual-20"), 56: ("plain-56", "residual-56"), 11: ("vgg-11",)}
STEPS = 600
LAST_STEPS = 100
RECORDS = pathlib.Path(__file__).resolve().parent.parent / "Docs/Numerics/convolution-accuracy.csv"
COLUMNS = ("net", "seed", "direct", "fast", "vectors", "blas")
DIVERGED = "diverged"


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
        settings = {"network": "vgg11-pytorch-cifar", "imageSize": 32, "steps": STEPS, "seed": seed,
                    "convolutionAccuracy": accuracy}
        return start + [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]
    return start + ["--depths", str(depth), "--kinds", "plain,residual", "--seeds", str(seed), "--steps", str(STEPS),
                    "--convolution-accuracy", accuracy]


def run(options):
    recorded = set(records(options.records))
    writing = threading.Lock()

    def pair(depth, seed):
        places = [folder(options.folder, depth, seed, accuracy) for accuracy in ACCURACIES]
        for accuracy, place in zip(ACCURACIES, places):
            finish(place, command(options.programs, place, depth, seed, accuracy))
        with writing:
            record(options.records, depth, seed, places)

    waiting = [(depth, seed) for depth, seed in jobs()
               if any((net, seed) not in recorded and re.search(options.nets, net) for net in NETS[depth])]
    side_by_side(waiting, options.parallel, pair)


def loss(place, depth, net):
    """A net's loss, or that it diverged: the programs end such a run before its last step."""
    files = list(place.glob("metrics.csv" if depth == 11 else f"runs/{net}-*/metrics.csv"))
    if len(files) != 1:
        raise RuntimeError(f"{place} has {len(files)} runs of {net}")
    losses = [float(row["loss"]) for row in recorded_runs.rows(files[0])]
    if len(losses) < STEPS or not math.isfinite(losses[-1]):
        return DIVERGED
    return f"{statistics.mean(losses[-LAST_STEPS:]):.6f}"


def record(file, depth, seed, places):
    """Adds the pairs of runs of a depth and a seed, all of them or none."""
    environments = [json.loads((place / "environment.json").read_text()) for place in places]
    kinds = {(environment["vectors"], environment["blas"]) for environment in environments}
    if len(kinds) > 1:
        raise RuntimeError(f"{places[0]} and {places[1]} ran on different processors: {sorted(kinds)}")
    known = records(file)
    rows = [[net, seed] + [loss(place, depth, net) for place in places] + list(*kinds)
            for net in NETS[depth] if (net, seed) not in known]
    append(file, COLUMNS, rows)


def records(file):
    """The losses of each net and seed, direct's and fast's."""
    return {(row["net"], int(row["seed"])): (row["direct"], row["fast"]) for row in recorded_runs.rows(file)}


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
    found = {}
    for (net, _), pair in records(options.records).items():
        found.setdefault(net, []).append(pair)
    print("| net | seeds | diverged: direct, fast | direct | fast | difference, 95 % |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for net, all_pairs in sorted(found.items()):
        pairs = [tuple(map(float, pair)) for pair in all_pairs if DIVERGED not in pair]
        if len(pairs) < 2:
            continue
        diverged = ", ".join(str(sum(pair[index] == DIVERGED for pair in all_pairs)) for index in range(2))
        direct, fast = (statistics.mean(column) for column in zip(*pairs))
        differences = [quick - slow for slow, quick in pairs]
        middle = 100 * statistics.mean(differences) / direct
        reach = 100 * student(0.95, len(pairs) - 1) * statistics.stdev(differences) \
            / math.sqrt(len(pairs)) / direct
        print(f"| {net} | {len(pairs)} | {diverged} | {direct:.4f} | {fast:.4f} | {middle:+.1f} ± {reach:.1f} % |")


def main():
    options = recorded_runs.options(__doc__.split("\n")[0], RECORDS, run, table)
    options.work(options)


main()

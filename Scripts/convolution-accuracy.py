#!/usr/bin/env python3
"""Whether fast convolutions train as well as those that round like direct sums: runs and their differences.

    Scripts/convolution-accuracy.py run FOLDER [--programs .build/release] [--parallel 2] [--records FILE]
    Scripts/convolution-accuracy.py table [--records FILE]

Trains plain-20 and residual-20 with 20 seeds, plain-56, residual-56 and VGG-11 with batch norm with 8, each with
--convolution-accuracy direct and fast: same initial weights, same batches, 600 steps of He et al.'s schedule on
Fashion-MNIST (28x28; VGG at 32x32). Some 15 hours of one core; what was stopped goes on where it was. A finished pair of
runs is added to the records, which the repository keeps: mean loss of the last 100 steps and the processor. Pairs that
are there already are not run again. The table has the difference of the means, paired by seeds, with 95 % confidence in
percent of direct's.
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
NETS = {20: ("plain-20", "residual-20"), 56: ("plain-56", "residual-56"), 11: ("vgg-11",)}
STEPS = 600
LAST_STEPS = 100
RECORDS = pathlib.Path(__file__).resolve().parent.parent / "Docs/Numerics/convolution-accuracy.csv"
COLUMNS = ("net", "seed", "direct", "fast", "processor")


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
    waiting = queue.Queue()
    recorded = {(net, seed) for net, seed, *_ in records(options.records)}
    for depth, seed in jobs():
        if any((net, seed) not in recorded for net in NETS[depth]):
            waiting.put((depth, seed))
    failed = []
    writing = threading.Lock()

    def work():
        while not failed:
            try:
                depth, seed = waiting.get_nowait()
            except queue.Empty:
                return
            for accuracy in ACCURACIES:
                place = folder(options.folder, depth, seed, accuracy)
                if len(losses(place, depth)) == len(NETS[depth]):
                    continue
                line = command(options.programs, place, depth, seed, accuracy)
                print(" ".join(line), file=sys.stderr, flush=True)
                if subprocess.run(line, stdout=subprocess.DEVNULL).returncode != 0:
                    failed.append(line)
                    return
            pairs = [losses(folder(options.folder, depth, seed, accuracy), depth) for accuracy in ACCURACIES]
            with writing:
                record(options.records, seed, *pairs)

    workers = [threading.Thread(target=work) for _ in range(options.parallel)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        sys.exit(f"error: {' '.join(failed[0])} failed; see above, and run this again to go on")


def losses(place, depth):
    """The nets of a folder that have run to the end, each with its loss."""
    found = {}
    for net in NETS[depth]:
        for file in place.glob("metrics.csv" if depth == 11 else f"runs/{net}-*/metrics.csv"):
            with open(file, newline="") as lines:
                rows = [float(row["loss"]) for row in csv.DictReader(lines)]
            if len(rows) == STEPS:
                found[net] = statistics.mean(rows[-LAST_STEPS:])
    return found


def processor():
    """The processor's name, family and model: the name alone does not tell generations apart in a virtual machine."""
    fields = dict(line.split(":", 1) for line in open("/proc/cpuinfo").read().split("\n\n")[0].splitlines())
    fields = {key.strip(): value.strip() for key, value in fields.items()}
    return f"{fields['model name']} {fields['cpu family']}-{fields['model']}"


def record(file, seed, direct, fast):
    is_new = not pathlib.Path(file).exists()
    with open(file, "a", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        if is_new:
            writer.writerow(COLUMNS)
        for net in direct:
            writer.writerow([net, seed, f"{direct[net]:.6f}", f"{fast[net]:.6f}", processor()])


def records(file):
    """Net, seed, direct's loss, fast's loss, processor."""
    if not pathlib.Path(file).exists():
        return []
    with open(file, newline="") as lines:
        rows = csv.DictReader(lines)
        return [(row["net"], int(row["seed"]), float(row["direct"]), float(row["fast"]), row["processor"])
                for row in rows]


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
    for net, _, direct, fast, _ in records(options.records):
        found.setdefault(net, []).append((direct, fast))
    print("| net | seeds | direct | fast | difference, 95 % |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for net, pairs in sorted(found.items()):
        if len(pairs) < 2:
            continue
        direct = statistics.mean(pair[0] for pair in pairs)
        fast = statistics.mean(pair[1] for pair in pairs)
        differences = [fast - direct for direct, fast in pairs]
        middle = 100 * statistics.mean(differences) / direct
        reach = 100 * student(0.95, len(pairs) - 1) * statistics.stdev(differences) \
            / math.sqrt(len(pairs)) / direct
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
    tables.set_defaults(work=table)
    for part in (runs, tables):
        part.add_argument("--records", default=str(RECORDS))
    options = parser.parse_args()
    options.work(options)


main()

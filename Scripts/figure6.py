#!/usr/bin/env python3
"""He et al. 2015, Fig. 6, at an eighth of its length, a net at a time and over several machines if need be.

    Scripts/figure6.py run FOLDER --dataset cifar10:FOLDER [--nets REGEX] [--programs .build/release] [--parallel 2]
                                  [--records FILE] [-- OPTION ...]
    Scripts/figure6.py table [--records FILE]

Trains the 18 nets of DegradationStudy's preset fig6, each in a study of its own on one thread; what was stopped goes on
where it was. A net that is finished is added to the records, which the repository keeps, and is not run again: at every
step where its test error was measured, on some of the images, that error and the mean training error of the steps
since; and in a last line, one step later, the study's result, or "diverged": the training error of its last steps and
the error on all test images. The table has these. Options after -- are the study's, to try it small.
"""
import argparse
import csv
import json
import os
import pathlib
import re
import statistics
import sys
import threading

from recorded_runs import finish, side_by_side

KINDS = ("plain", "residual")
# Depths and their seeds, the most telling first.
NETS = [(20, 1), (56, 1), (110, 1), (32, 1), (44, 1), (20, 2), (56, 2), (20, 3), (56, 3)]
RECORDS = pathlib.Path(__file__).resolve().parent.parent / "Docs/Degradation/figure6.csv"
DIVERGED = "diverged"
COLUMNS = ("net", "seed", "step", "training error", "test error", "vectors", "blas")


def run(options):
    recorded = {(row["net"], int(row["seed"])) for row in records(options.records)}
    writing = threading.Lock()

    def train(kind, depth, seed):
        place = pathlib.Path(options.folder) / f"{kind}-{depth}-seed{seed}"
        command = [f"{options.programs}/DegradationStudy", "--output", str(place), "--threads", "1", "--quiet"]
        if (place / "config.json").exists():
            command.append("--resume")
        else:
            command += ["--preset", "fig6", "--dataset", options.dataset, "--depths", str(depth), "--kinds", kind,
                        "--seeds", str(seed)] + options.study
        finish(place, command)
        with writing:
            record(options.records, kind, depth, seed, place)

    waiting = [(kind, depth, seed) for depth, seed in NETS for kind in KINDS
               if (f"{kind}-{depth}", seed) not in recorded and re.search(options.nets, f"{kind}-{depth}")]
    side_by_side(waiting, options.parallel, train)


def record(file, kind, depth, seed, place):
    """Adds the curve of a net, all of it or nothing."""
    net = f"{kind}-{depth}"
    folders = list(place.glob(f"runs/{net}-*"))
    if len(folders) != 1:
        raise RuntimeError(f"{place} has {len(folders)} runs of {net}")
    training = [float(row["error"]) for row in rows(folders[0] / "metrics.csv")]
    environment = json.loads((place / "environment.json").read_text())
    kernels = [environment["vectors"], environment["blas"]]
    curve, start = [], 0
    for row in rows(folders[0] / "test/metrics.csv"):
        step = int(row["step"])
        mean = statistics.mean(training[start:step + 1])
        curve.append([net, seed, step, f"{mean:.5f}", f"{float(row['error']):.5f}"] + kernels)
        start = step + 1
    result = json.loads((folders[0] / "result.json").read_text())
    ends = [DIVERGED] * 2 if result["diverged"] else [f"{result[name]:.5f}" for name in ("trainError", "testError")]
    curve.append([net, seed, result["steps"]] + ends + kernels)
    is_new = not pathlib.Path(file).exists()
    pathlib.Path(file).parent.mkdir(parents=True, exist_ok=True)
    with open(file, "a", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows(([COLUMNS] if is_new else []) + curve)


def rows(file):
    with open(file, newline="") as lines:
        return list(csv.DictReader(lines))


def records(file):
    return rows(file) if pathlib.Path(file).exists() else []


def table(options):
    print("| net | seed | steps | training error, % | test error, % |")
    print("| --- | ---: | ---: | ---: | ---: |")
    last = {(row["net"], int(row["seed"])): row for row in records(options.records)}
    for (net, seed), row in sorted(last.items(), key=lambda item: (item[0][0].split("-")[0],
                                                                   int(item[0][0].split("-")[1]), item[0][1])):
        errors = [row[name] for name in ("training error", "test error")]
        shown = [error if error == DIVERGED else f"{100 * float(error):.2f}" for error in errors]
        print(f"| {net} | {seed} | {row['step']} | {' | '.join(shown)} |")


def main():
    arguments, study = sys.argv[1:], []
    if "--" in arguments:
        place = arguments.index("--")
        arguments, study = arguments[:place], arguments[place + 1:]
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(required=True)
    runs = commands.add_parser("run")
    runs.add_argument("folder")
    runs.add_argument("--dataset", required=True, help="cifar10:FOLDER, of its binary files")
    runs.add_argument("--nets", default="", help="only nets whose name matches")
    runs.add_argument("--programs", default=".build/release")
    runs.add_argument("--parallel", type=int, default=os.cpu_count())
    runs.set_defaults(work=run)
    tables = commands.add_parser("table")
    tables.set_defaults(work=table)
    for part in (runs, tables):
        part.add_argument("--records", default=str(RECORDS))
    options = parser.parse_args(arguments)
    options.study = study
    options.work(options)


main()

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
import json
import pathlib
import re
import statistics
import sys
import threading

import recorded_runs
from recorded_runs import append, finish, rows, side_by_side

KINDS = ("plain", "residual")
# Depths and their seeds, the most telling first.
NETS = [(20, 1), (56, 1), (110, 1), (32, 1), (44, 1), (20, 2), (56, 2), (20, 3), (56, 3)]
RECORDS = pathlib.Path(__file__).resolve().parent.parent / "Docs/Degradation/figure6.csv"
DIVERGED = "diverged"
COLUMNS = ("net", "seed", "step", "training error", "test error", "vectors", "blas")


def run(options):
    recorded = {(row["net"], int(row["seed"])) for row in rows(options.records)}
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
    append(file, COLUMNS, curve)


def table(options):
    print("| net | seed | steps | training error, % | test error, % |")
    print("| --- | ---: | ---: | ---: | ---: |")
    last = {(row["net"], int(row["seed"])): row for row in rows(options.records)}
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
    options = recorded_runs.options(
        __doc__.split("\n")[0], RECORDS, run, table, arguments=arguments,
        add_run_options=lambda parser: parser.add_argument(
            "--dataset", required=True, help="cifar10:FOLDER, of its binary files"))
    options.study = study
    options.work(options)


main()

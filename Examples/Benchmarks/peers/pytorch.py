#!/usr/bin/env python3
"""Times the cases of the Benchmarks program with PyTorch, and inference with ONNX Runtime and OpenVINO.

    python peers/pytorch.py [--filter REGEX] [--variants NAMES] [--threads N] [--repeats N]
                            [--seconds S] [--list] [--json] [--quiet]

Case names, batches, loss, optimiser, warm-up and statistic are those of `Benchmarks`, and so are the
keys of the JSON. Each case is timed in each of its variants (see pytorch_work.py and
deployed_work.py), every one in a process of its own; the fastest variant of a case is the one to
compare with. Needs torch and torchvision; onnxruntime, openvino and onnxscript for the variants of
those names.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time

import sampling
from pytorch_cases import DEPLOYED, all_cases

WARM_UP = 3


def uptime():
    """Seconds on the clock that the parent process passes on."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def peak_resident_bytes():
    """The most resident memory this process had."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return None


def measure(case, variant, options):
    """Times one variant of a case in this process; the record."""
    threads = case.threads or options.threads or os.cpu_count()
    if variant in DEPLOYED:
        import deployed_work

        repetition = deployed_work.prepare(case, variant, threads)
    else:
        import torch

        import pytorch_work

        torch.set_num_threads(threads)
        torch.manual_seed(1)
        repetition = pytorch_work.prepare(case, variant)
    repetition()
    first_end = uptime()
    samples = sampling.samples(repetition, options.repeats, options.seconds, WARM_UP - 1)
    lower, median, upper = (
        statistics.quantiles(samples, n=4, method="inclusive") if len(samples) > 1 else samples * 3
    )
    record = {
        "name": case.name, "variant": variant, "batch": case.batch, "threads": threads,
        "seconds": {"median": median, "lower": lower, "upper": upper}, "samples": samples,
        "imagesPerSecond": case.batch / median, "peakResidentBytes": peak_resident_bytes(),
        "firstRepetitionSeconds": first_end - options.started if options.started else None,
    }
    if case.operations:
        record["gigaflops"] = case.operations / median / 1e9
    return record


def measure_in_child(case, variant, options):
    """Times one variant of a case in a process of its own; the record."""
    arguments = [
        sys.executable, os.path.abspath(__file__), "--measure", case.name, "--variants", variant,
        "--repeats", str(options.repeats), "--seconds", str(options.seconds),
        "--started", str(uptime()),
    ]
    if options.threads:
        arguments += ["--threads", str(options.threads)]
    done = subprocess.run(arguments, stdout=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"error: {case.name} ({variant}) ended with code {done.returncode}; see above")
    return json.loads(done.stdout)


def profile(case, options):
    """Prints where the time of one variant of a case goes, per step."""
    import torch

    import pytorch_work

    torch.set_num_threads(case.threads or options.threads or os.cpu_count())
    variant = options.variants or case.variants[0]
    repetition = pytorch_work.prepare(case, variant)
    for _ in range(WARM_UP):
        repetition()
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as profiler:
        for _ in range(options.repeats):
            repetition()
    print(f"{case.name} {variant}, {options.repeats} steps, {machine()}")
    print(profiler.key_averages().table(
        sort_by="self_cpu_time_total", row_limit=25, max_name_column_width=40))


def machine():
    """The library and its version."""
    import torch

    return f"PyTorch {torch.__version__}, {os.cpu_count()} cores"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--filter", default="", help="only cases whose name matches")
    parser.add_argument("--variants", help="only these variants, with commas between")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--profile", action="store_true", help="print torch.profiler's table instead")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--started", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()

    if options.measure:
        case = next(case for case in all_cases() if case.name == options.measure)
        return print(json.dumps(measure(case, options.variants, options)))
    cases = [case for case in all_cases() if re.search(options.filter, case.name)]
    if not cases:
        sys.exit(f"error: no case matches --filter {options.filter}; see --list")
    if options.list:
        return print("\n".join(case.name for case in cases))
    if options.profile:
        return profile(cases[0], options)
    chosen = options.variants.split(",") if options.variants else None
    results = []
    for number, case in enumerate(cases, 1):
        for variant in case.variants:
            if chosen and variant not in chosen:
                continue
            if not options.quiet:
                print(f"{number}/{len(cases)} {case.name} {variant}", file=sys.stderr, flush=True)
            results.append(measure_in_child(case, variant, options))
    if options.json:
        print(json.dumps({"program": "pytorch", "machine": machine(), "results": results}, indent=2))
    else:
        print_table(results)


def print_table(results):
    print(machine())
    print(f"{'case':<40} {'variant':<12} {'ms':>9} {'images/s':>9} {'GFLOP/s':>8} {'MiB':>6} {'first s':>8}")
    for record in results:
        print(
            f"{record['name']:<40} {record['variant']:<12} {record['seconds']['median'] * 1e3:9.1f} "
            f"{record['imagesPerSecond']:9.1f} {record.get('gigaflops') or 0:8.1f} "
            f"{(record['peakResidentBytes'] or 0) >> 20:6} {record['firstRepetitionSeconds']:8.2f}")


if __name__ == "__main__":
    main()

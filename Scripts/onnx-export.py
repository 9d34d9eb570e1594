#!/usr/bin/env python3
"""Exports every network of the catalog as ONNX and compares ONNX Runtime's logits with ours.

    Scripts/onnx-export.py MODELZOO [--fold] [--filter TEXT | --only NAME]

MODELZOO is the built program. Needs numpy, onnx and onnxruntime. For each network: weights by seed 1,
eight random pictures, logits by `ModelZoo logits` and by ONNX Runtime, onnx.checker and strict shape
inference. Prints a line a network and the greatest difference; exits with 1 where one is above 1e-4 of the
largest logit or 1e-4, whichever is more, or a check fails.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

import numpy
import onnx
import onnxruntime


def run(*command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError(result.stderr.strip().splitlines()[-1])
    return result.stdout


def draw_statistics(network, path):
    """Weights under their names, with normalisations that do something."""
    random = numpy.random.default_rng(2)
    tensors = {}
    for tensor in onnx.load(network).graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        if "." not in tensor.name or values.dtype != numpy.float32 or "/" in tensor.name:
            continue
        if tensor.name.endswith("running_var"):
            values = random.uniform(0.5, 1.5, values.shape).astype(numpy.float32)
        elif tensor.name.endswith("running_mean"):
            values = random.normal(0, 0.1, values.shape).astype(numpy.float32)
        tensors[tensor.name] = values
    numpy.savez(path, **tensors)


def check(program, name, size, folder, fold):
    network, images, logits, weights = (
        os.path.join(folder, x) for x in ("net.onnx", "x.npy", "y.npy", "w.npz"))
    run(program, "export", name, network)
    draw_statistics(network, weights)
    given = ["--weights", weights, "--partial"]
    run(program, "export", name, network, *given, *(["--fold-normalization"] if fold else []))
    model = onnx.load(network)
    onnx.checker.check_model(model, full_check=True)
    onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    numpy.save(images, numpy.random.default_rng(1).standard_normal((8, *size)).astype(numpy.float32))
    x = numpy.load(images)
    run(program, "logits", name, *given, "--input", images, "--output", logits, "--quiet")
    ours = numpy.load(logits)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    theirs = session.run(None, {"input": x})[0]
    one = session.run(None, {"input": x[:1]})[0]
    return (float(numpy.abs(ours - theirs).max()), float(numpy.abs(ours).max()),
            float(numpy.abs(one - theirs[:1]).max()), os.path.getsize(network),
            model.opset_import[0].version, len(model.graph.node))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--fold", action="store_true")
    parser.add_argument("--filter", default="")
    parser.add_argument("--only")
    options = parser.parse_args()
    rows = [row.split(" | ") for row in run(options.program, "list", "--markdown").splitlines()[2:]]
    failed, worst = 0, 0.0
    for row in rows:
        name = row[0].strip("|` ")
        if options.filter not in name or name != (options.only or name):
            continue
        height, width, channels = (int(length) for length in row[3].split("x"))
        shape = (channels, height, width)
        start = time.time()
        with tempfile.TemporaryDirectory() as folder:
            try:
                difference, largest, single, size, opset, nodes = check(
                    options.program, name, shape, folder, options.fold)
            except Exception as error:  # told, and counted
                failed += 1
                print(f"{name}: FAILED: {str(error).splitlines()[0][:200]}", flush=True)
                continue
        worst = max(worst, difference)
        verdict = "ok" if difference <= 1e-4 * max(1, largest) else "DIFFERENT"
        failed += verdict != "ok"
        print(f"{name}: {verdict}, logits up to {largest:.3g}, difference {difference:.2g}, one picture "
              f"{single:.2g}, {nodes} nodes, {size >> 20} MiB, opset {opset}, {time.time() - start:.0f} s",
              flush=True)
    print(f"greatest difference {worst:.2g}; {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())

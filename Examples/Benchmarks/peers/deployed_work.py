"""What one repetition of a case does in the programs that people deploy with.

Variants: onnxruntime and openvino, both in float32 on the processor. PyTorch exports the network once,
in a process of its own, so that what is measured holds nothing of PyTorch.
"""
import os
import subprocess
import sys
import tempfile

import numpy

FOLDER = os.path.dirname(os.path.abspath(__file__))


def exported(case):
    """The file of the network of a case, for its batch; written when it is not there."""
    folder = os.path.join(tempfile.gettempdir(), "gradus-peers")
    path = os.path.join(folder, f"{case.network}-b{case.batch}.onnx")
    if not os.path.exists(path):
        os.makedirs(folder, exist_ok=True)
        done = subprocess.run(
            [sys.executable, os.path.join(FOLDER, "export.py"), case.name, path + ".part"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"error: {case.name} was not exported: {done.stderr.strip().splitlines()[-1]}")
        os.replace(path + ".part", path)
    return path


def prepare(case, variant, threads):
    """Makes everything a repetition needs; returns the repetition, whose result is the logits."""
    path = exported(case)
    size = 32 if case.network.startswith(("plain", "residual")) else 224
    images = numpy.random.default_rng(1).standard_normal((case.batch, 3, size, size), numpy.float32)
    return {"onnxruntime": onnxruntime_run, "openvino": openvino_run}[variant](path, images, threads)


def onnxruntime_run(path, images, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda: session.run(None, {name: images})[0]


def openvino_run(path, images, threads):
    import openvino

    compiled = openvino.Core().compile_model(path, "CPU", {
        "INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": "f32"})
    request = compiled.create_infer_request()
    return lambda: request.infer({0: images}, share_inputs=True, share_outputs=True)[0]

#!/usr/bin/env python3
"""Compares networks of ONNX that others wrote, run here and by ONNX Runtime.

    Scripts/onnx-import.py MODELZOO [--filter TEXT] [--keep FOLDER]
    Scripts/onnx-import.py MODELZOO --gradients FOLDER
    GRADUS_ONNX_GRADIENTS=FOLDER swift test --traits Images --filter ONNXGradientTests

MODELZOO is the built program. Needs numpy, onnx, onnxruntime, onnxscript, torch and torchvision. The nets:
PyTorch's exports of ten torchvision nets by its old and its new exporter, random weights with running
statistics of their own, and the light nets of the onnx package. Prints a line a network; exits with 1 where
a difference is above 1e-4. With --gradients a SqueezeNet and PyTorch's gradients of a step are written
instead, for ONNXTests to compare.
"""
import argparse
import glob
import os
import subprocess
import sys
import tempfile
import time

import numpy
import onnx
import onnxruntime
import torch
import torchvision

NETS = ["resnet18", "resnet50", "alexnet", "vgg11_bn", "squeezenet1_1", "densenet121", "googlenet",
        "mobilenet_v2", "shufflenet_v2_x1_0", "efficientnet_b0"]


def torchvision_net(name):
    torch.manual_seed(1)
    arguments = {"init_weights": False, "aux_logits": False} if name == "googlenet" else {}
    net = getattr(torchvision.models, name)(weights=None, **arguments)
    for module in net.modules():
        # Zeros are all alike, and the exporter would keep one of them.
        if getattr(module, "bias", None) is not None:
            torch.nn.init.normal_(module.bias, 0, 0.1)
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
    return net.eval()


def with_logits_near_one(net):
    """The net with a last layer that makes the largest logit of some pictures 1, so that 1e-4 means something."""
    last = [module for module in net.modules() if isinstance(module, (torch.nn.Linear, torch.nn.Conv2d))][-1]
    with torch.no_grad():
        largest = net(torch.randn(2, 3, 224, 224)).abs().max()
        for parameter in last.parameters():
            parameter /= largest
    return net


def export(net, path, is_new):
    x = torch.randn(2, 3, 224, 224)
    if is_new:
        program = torch.onnx.export(
            net, (x,), dynamo=True, dynamic_shapes=({0: torch.export.Dim("batch")},), verbose=False)
        program.save(path)
    else:
        torch.onnx.export(
            net, (x,), path, dynamo=False, opset_version=17, input_names=["input"],
            dynamic_axes={"input": {0: "batch"}})


def compare(program, path, folder):
    model = onnx.load(path, load_external_data=False)
    weights = {tensor.name for tensor in model.graph.initializer}
    given = next(value for value in model.graph.input if value.name not in weights)
    lengths = [d.dim_value or 2 for d in given.type.tensor_type.shape.dim]
    x = numpy.random.default_rng(1).standard_normal(lengths).astype(numpy.float32)
    images, logits = (os.path.join(folder, name) for name in ("x.npy", "y.npy"))
    numpy.save(images, x)
    result = subprocess.run(
        [program, "logits", path, "--input", images, "--output", logits, "--quiet"],
        capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError(result.stderr.strip().splitlines()[-1])
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    theirs = session.run(None, {given.name: x})[0]
    ours = numpy.load(logits)
    if ours.ndim == 4:
        ours = ours.transpose(0, 3, 1, 2)
    return float(numpy.abs(ours - theirs).max()), float(numpy.abs(theirs).max()), \
        {s.domain: s.version for s in model.opset_import}.get("", 0), len(model.graph.node)


def write_gradients(folder):
    os.makedirs(folder, exist_ok=True)
    net = torchvision_net("squeezenet1_1")
    export(net, os.path.join(folder, "net.onnx"), False)
    images, labels = torch.randn(4, 3, 224, 224), torch.tensor([1, 20, 300, 999])
    numpy.save(os.path.join(folder, "images.npy"), images.double().numpy())
    numpy.save(os.path.join(folder, "labels.npy"), labels.numpy())
    # In single precision, where rounding decides on which side of a kink some activations are, and in double.
    for name, dtype in (("gradients32.npz", torch.float32), ("gradients.npz", torch.float64)):
        net = net.to(dtype)
        net.zero_grad()
        torch.nn.functional.cross_entropy(net(images.to(dtype)), labels).backward()
        numpy.savez(os.path.join(folder, name),
                    **{path: value.grad.numpy() for path, value in net.named_parameters()})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--filter", default="")
    parser.add_argument("--keep")
    parser.add_argument("--gradients")
    options = parser.parse_args()
    if options.gradients:
        write_gradients(options.gradients)
        return 0
    folder = options.keep or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    failed = 0

    def report(name, make):
        nonlocal failed
        if options.filter not in name:
            return
        start = time.time()
        try:
            difference, largest, opset, nodes = compare(options.program, make(), folder)
            verdict = "ok" if difference <= 1e-4 else "DIFFERENT"
            failed += verdict != "ok"
            print(f"{name}: {verdict}, logits up to {largest:.3g}, difference {difference:.2g}, opset {opset}, "
                  f"{nodes} nodes, {time.time() - start:.0f} s", flush=True)
        except Exception as error:  # told, and counted
            failed += 1
            print(f"{name}: FAILED: {str(error).splitlines()[0][:300]}", flush=True)

    for name in NETS:
        for is_new in (False, True):
            def make(name=name, is_new=is_new):
                path = os.path.join(folder, f"{name}-{'new' if is_new else 'old'}.onnx")
                export(with_logits_near_one(torchvision_net(name)), path, is_new)
                return path
            report(f"{name}, {'new' if is_new else 'old'} exporter", make)
    light = os.path.join(os.path.dirname(onnx.__file__), "backend", "test", "data", "light")
    for path in sorted(glob.glob(os.path.join(light, "*.onnx"))):
        report(os.path.basename(path), lambda path=path: path)
    print(f"{failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Exports every network of the catalog as ONNX and compares ONNX Runtime's logits with ours.

    Scripts/onnx-export.py MODELZOO [--fold] [--filter TEXT | --only NAME]

MODELZOO is the built program. Needs numpy, onnx and onnxruntime. For each network: weights by seed 1, with
running statistics of eight random pictures and a last layer that makes the largest logit 1; logits of the
pictures by `ModelZoo logits` and by ONNX Runtime, onnx.checker and strict shape inference. Prints a
line a network and the greatest difference; exits with 1 where one is above 1e-4 or a check fails. Where it is
above, both are compared with our logits in double precision.
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


def session_of(model):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def is_weight(name):
    """Whether an initialiser is called as the state dictionary calls weights."""
    return "." in name and "/" not in name


def draw_weights(network, images, path):
    """Writes the weights under their names so that 1e-4 means something for activations and logits.

    Running statistics are those that `images` have, layer by layer, and the last layer is divided by the
    largest logit: as the initialisation has them, mean 0 and variance 1, the logits of a deep residual network
    grow to 1e10 and those of a deep plain one forget the picture. Shifts of normalisations are 1 to 2: with 0,
    rounding grows by 1.21 a layer between rectifiers (Yang et al. 2019), 1e9 times in plain-110.
    """
    model = onnx.load(network)
    random = numpy.random.default_rng(2)
    weights = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    make, nodes, measured = onnx.helper.make_node, [], {}
    for number, node in enumerate(model.graph.node):
        if node.op_type == "BatchNormalization":
            x, (shift, mean, variance) = node.input[0], node.input[2:5]
            if is_weight(shift):
                weights[shift] = random.uniform(1, 2, weights[shift].shape).astype(numpy.float32)
            kept, deviation, square, own_mean, own_variance = (
                f"{name} {number}" for name in ("kept", "deviation", "square", "mean", "variance"))
            nodes += [make("ReduceMean", [x], [kept], axes=[0, 2, 3], keepdims=1),
                      make("ReduceMean", [x], [own_mean], axes=[0, 2, 3], keepdims=0),
                      make("Sub", [x, kept], [deviation]),
                      make("Mul", [deviation, deviation], [square]),
                      make("ReduceMean", [square], [own_variance], axes=[0, 2, 3], keepdims=0)]
            node.input[3], node.input[4] = own_mean, own_variance
            measured |= {mean: own_mean, variance: own_variance}
        nodes.append(node)
    last = [node for node in model.graph.node if node.op_type in ("Gemm", "Conv")][-1]
    outputs = [model.graph.output[0].name, *measured.values()]
    del model.graph.node[:], model.graph.initializer[:]
    model.graph.initializer.extend(
        onnx.numpy_helper.from_array(values, name) for name, values in weights.items())
    model.graph.node.extend(nodes)
    model.graph.output.extend(
        onnx.helper.make_tensor_value_info(own, onnx.TensorProto.FLOAT, weights[name].shape)
        for name, own in measured.items())
    onnx.save(model, network)
    logits, *statistics = session_of(network).run(outputs, {"input": images})
    weights |= dict(zip(measured, statistics))
    weights |= {name: weights[name] / numpy.abs(logits).max() for name in last.input[1:]}
    numpy.savez(path, **{name: values for name, values in weights.items()
                         if is_weight(name) and values.dtype == numpy.float32})


def check(program, name, size, folder, fold):
    network, images, logits, weights = (
        os.path.join(folder, x) for x in ("net.onnx", "x.npy", "y.npy", "w.npz"))
    x = numpy.random.default_rng(1).standard_normal((8, *size)).astype(numpy.float32)
    numpy.save(images, x)
    run(program, "export", name, network)
    draw_weights(network, x, weights)
    given = ["--weights", weights, "--partial"]
    run(program, "export", name, network, *given, *(["--fold-normalization"] if fold else []))
    model = onnx.load(network)
    onnx.checker.check_model(model, full_check=True)
    onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)

    def ours(*precision):
        run(program, "logits", name, *given, "--input", images, "--output", logits, "--quiet", *precision)
        return numpy.load(logits)

    session = session_of(network)
    theirs = session.run(None, {"input": x})[0]
    one = session.run(None, {"input": x[:1]})[0]
    own = ours()
    largest, difference = (float(numpy.abs(y).max()) for y in (own, own - theirs))
    told = (f"logits up to {largest:.3g}, difference {difference:.2g}, one picture "
            f"{float(numpy.abs(one - theirs[:1]).max()):.2g}, {len(model.graph.node)} nodes, "
            f"{os.path.getsize(network) >> 20} MiB, opset {model.opset_import[0].version}")
    is_near = difference <= 1e-4
    if not is_near:
        exact = ours("--float64")
        told += "".join(f", {whose} {float(numpy.abs(y - exact).max()):.2g} from double precision"
                        for whose, y in (("ours", own), ("ONNX Runtime's", theirs)))
    return is_near, difference, told


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--fold", action="store_true")
    parser.add_argument("--filter", default="")
    parser.add_argument("--only")
    options = parser.parse_args()
    rows = [row.split(" | ") for row in run(options.program, "list", "--markdown").splitlines()[2:]]
    failed, worst, count = 0, 0.0, 0
    for row in rows:
        name = row[0].strip("|` ")
        if options.filter not in name or name != (options.only or name):
            continue
        count += 1
        height, width, channels = (int(length) for length in row[3].split("x"))
        shape = (channels, height, width)
        start = time.time()
        with tempfile.TemporaryDirectory() as folder:
            try:
                is_near, difference, told = check(options.program, name, shape, folder, options.fold)
            except Exception as error:  # told, and counted
                failed += 1
                print(f"{name}: FAILED: {str(error).splitlines()[0][:200]}", flush=True)
                continue
        worst = max(worst, difference)
        failed += not is_near
        print(f"{name}: {'ok' if is_near else 'DIFFERENT'}, {told}, {time.time() - start:.0f} s", flush=True)
    print(f"{count} networks, greatest difference {worst:.2g}; {failed} failed")
    return failed > 0 or count == 0


if __name__ == "__main__":
    sys.exit(main())

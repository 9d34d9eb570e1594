"""The records of ParityRecord, made of PyTorch's modules in float64.

Weights follow ParityFill: they depend on state-dict names and shapes only, so none are stored. A record has
a few gradients and, under the name "all", the norm over all gradients and over all running statistics.
"""

import json
import sys

import numpy
import torch
import torchvision


def draws(name, count):
    key = 0xCBF29CE484222325
    for byte in name.encode():
        key = ((key ^ byte) * 0x100000001B3) % 2**64
    with numpy.errstate(over="ignore"):
        step = numpy.uint64(0x9E3779B97F4A7C15)
        z = numpy.uint64(key) + numpy.arange(1, count + 1, dtype=numpy.uint64) * step
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ (z >> numpy.uint64(31))
    return (z >> numpy.uint64(11)).astype(numpy.float64) * 2.0**-53


def value(name, shape):
    u = draws(name, int(numpy.prod(shape)))
    if name == "input":
        x = 2 * u - 1
    elif name.endswith("running_mean"):
        x = 0.1 * (2 * u - 1)
    elif name.endswith("running_var"):
        x = 1 + 0.5 * u
    elif len(shape) == 1 and name.endswith("weight"):
        x = 1 + 0.2 * (2 * u - 1)
    elif len(shape) == 1:
        x = 0.1 * (2 * u - 1)
    else:
        x = (2 * u - 1) * numpy.sqrt(6 / (u.size / shape[0]))
    return torch.from_numpy(x.astype(numpy.float32).astype(numpy.float64).reshape(shape))


def fill(model):
    model.double()
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if not name.endswith("num_batches_tracked"):
                tensor.copy_(value(name, tuple(tensor.shape)))


def summary(tensor):
    return {"norm": tensor.norm().item(), "first": tensor.flatten()[:4].tolist()}


def total(tensors):
    return {"norm": sum(t.norm().item() ** 2 for t in tensors) ** 0.5, "first": []}


class HardSigmoid(torch.nn.Module):
    """torch.nn.Hardsigmoid multiplies its gradient by 1/6 in float32, an error of 3e-8."""

    def forward(self, x):
        return torch.nn.functional.relu6(x + 3) / 6


def record(name, model, shape):
    for module in model.modules():
        if isinstance(getattr(module, "scale_activation", None), torch.nn.Hardsigmoid):
            module.scale_activation = HardSigmoid()
    for module in model.modules():
        if isinstance(module, (torch.nn.Dropout, torchvision.ops.StochasticDepth)):
            module.p = 0.0
    fill(model)
    images = value("input", shape)
    with torch.no_grad():
        logits = model.eval()(images)
    fill(model)
    labels = torch.tensor([(7 * index + 3) % 1000 for index in range(shape[0])])
    loss = torch.nn.functional.cross_entropy(model.train()(images), labels)
    loss.backward()
    parameters = [(n, p) for n, p in model.named_parameters() if p.grad is not None]
    chosen = [parameters[(len(parameters) - 1) * part // 6] for part in range(7)]
    buffers = [b for n, b in model.named_buffers() if "running" in n]
    return {
        "model": name,
        "input": list(shape),
        "parameters": sum(p.numel() for p in model.parameters()),
        "eval_logits": {"norm": logits.norm().item(), "first": logits[:, :6].tolist()},
        "train": {
            "loss": loss.item(),
            "gradients": {"all": total([p.grad for _, p in parameters])}
            | {n: summary(p.grad) for n, p in chosen},
            "buffers": {"all": total(buffers)},
        },
    }


def write(models):
    """Writes the records of (name, model, shape of the images) to standard output."""
    sys.stdout, output = sys.stderr, sys.stdout
    json.dump([record(*each) for each in models], output, indent=1)
    output.write("\n")

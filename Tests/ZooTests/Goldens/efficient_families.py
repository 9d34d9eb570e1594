"""Makes efficient-families.json: outputs and gradients of published implementations in float64.

    python efficient_families.py SHUFFLENET_SERIES PRETRAINED_MODELS > efficient-families.json

Needs torch, torchvision and timm, and clones of github.com/megvii-model/ShuffleNet-Series and
github.com/Cadene/pretrained-models.pytorch. The records are those of ParityRecord, with a few gradients
and, under the name "all", the norm over all gradients and over all running statistics. Weights follow
ParityFill: they depend on state-dict names and shapes only, so none are stored.
"""

import json
import sys

import numpy
import timm
import torch
import torchvision

sys.path.insert(0, sys.argv[1] + "/ShuffleNetV1")
sys.path.insert(0, sys.argv[2])


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


def models():
    from network import ShuffleNetV1
    from pretrainedmodels.models.nasnet_mobile import NASNetAMobile

    vision = torchvision.models
    small, large = (2, 3, 96, 96), (2, 3, 171, 171)
    yield "squeezenet1_0", vision.squeezenet1_0(), small
    yield "mobilenet_v1", timm.create_model("mobilenetv1_100"), small
    yield "mobilenet_v3_large", vision.mobilenet_v3_large(), small
    yield "mobilenet_v3_small", vision.mobilenet_v3_small(), small
    yield "shufflenet_v2_x0_5", vision.shufflenet_v2_x0_5(), small
    yield "shufflenet_v2_x1_5", vision.shufflenet_v2_x1_5(), small
    yield "shufflenet_v2_x2_0", vision.shufflenet_v2_x2_0(), small
    yield "mnasnet1_0", vision.mnasnet1_0(), small
    yield "mnasnet_a1", timm.create_model("semnasnet_100"), small
    yield "efficientnet_b0", vision.efficientnet_b0(), small
    yield "inception_v4", timm.create_model("inception_v4"), large
    yield "inception_resnet_v2", timm.create_model("inception_resnet_v2"), large
    shuffle = ShuffleNetV1(model_size="1.0x", group=3)
    shuffle.globalpool = torch.nn.AdaptiveAvgPool2d(1)
    yield "shufflenet_v1_g3-megvii", shuffle, small
    nasnet = NASNetAMobile()
    nasnet.avg_pool = torch.nn.AdaptiveAvgPool2d(1)
    yield "nasnet_a_mobile", nasnet, small


if __name__ == "__main__":
    sys.stdout, output = sys.stderr, sys.stdout
    json.dump([record(*each) for each in models()], output, indent=1)
    output.write("\n")

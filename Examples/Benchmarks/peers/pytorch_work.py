"""What one repetition of a case does in PyTorch.

Variants: nhwc (channels_last) and nchw, the layout of images and weights; in inference also frozen:
traced, weights frozen, normalisation folded, torch.jit.optimize_for_inference.
"""
import warnings

import torch
import torch.nn.functional as F
import torchvision

from pytorch_cifar import CIFARResNet

LAYOUT = {"nhwc": torch.channels_last, "nchw": torch.contiguous_format}


def network(name):
    """The network, its image size and number of classes."""
    if name == "narrow56":
        return CIFARResNet(56, residual=True, width=1), 8, 10
    if name.startswith(("plain", "residual")):
        depth = int(name.removeprefix("plain").removeprefix("residual"))
        return CIFARResNet(depth, name.startswith("residual")), 32, 10
    options = {"aux_logits": False, "init_weights": False} if name == "googlenet" else {}
    return getattr(torchvision.models, name)(weights=None, **options), 224, 1000


def prepare(case, variant):
    """Makes everything a repetition needs; returns the repetition."""
    layout = LAYOUT[variant.split("-")[0]]
    if case.work == "gemm":
        return product()
    if case.layer:
        return layer_pass(case, layout)
    model, size, classes = network(case.network)
    model = model.to(memory_format=layout)
    images = torch.randn(case.batch, 3, size, size).contiguous(memory_format=layout)
    if case.work == "train":
        return training(model, images, classes)
    return inference(model, images, variant.endswith("-frozen"))


def training(model, images, classes):
    labels = torch.tensor([index * 7 % classes for index in range(len(images))])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001, momentum=0.9, weight_decay=1e-4)
    model.train()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def inference(model, images, frozen):
    model.eval()
    if frozen:
        # Deprecated in favour of torch.compile, which is not faster here and needs a compiler.
        warnings.simplefilter("ignore", FutureWarning)
        with torch.no_grad():
            model = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(model, images)))

    def run():
        with torch.inference_mode():
            return model(images)

    return run


def layer_pass(case, layout):
    layer = case.layer
    if layer.size == 1:
        return linear_pass(case)
    x = torch.randn(case.batch, layer.inputs, layer.size, layer.size)
    weight = torch.randn(layer.outputs, layer.inputs // layer.groups, layer.kernel, layer.kernel)
    gradient = torch.randn(case.batch, layer.outputs, layer.output_size, layer.output_size)
    x, weight, gradient = (t.contiguous(memory_format=layout) for t in (x, weight, gradient))
    stride, padding = [layer.stride] * 2, [layer.padding] * 2
    wanted = [case.work == "input-gradient", case.work == "filter-gradient", False]

    def run():
        with torch.inference_mode():
            if case.work == "forward":
                return F.conv2d(x, weight, None, stride, padding, 1, layer.groups)
            return torch.ops.aten.convolution_backward(
                gradient, x, weight, None, stride, padding, [1, 1], False, [0, 0], layer.groups,
                wanted)

    return run


def linear_pass(case):
    layer = case.layer
    x = torch.randn(case.batch, layer.inputs)
    weight = torch.randn(layer.outputs, layer.inputs)
    gradient = torch.randn(case.batch, layer.outputs)
    operands = {
        "forward": (x, weight.t()), "input-gradient": (gradient, weight),
        "filter-gradient": (gradient.t(), x),
    }[case.work]

    def run():
        with torch.inference_mode():
            return torch.mm(*operands)

    return run


def product():
    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
    return lambda: torch.mm(a, b)

"""Samples of modules, training and in use: those of torch.testing's ModuleInfo, and a few more of what it lacks."""
import torch
from torch.testing._internal.common_modules import module_db

from . import samples

MODULES = """
AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveMaxPool1d AdaptiveMaxPool2d AvgPool1d AvgPool2d BCEWithLogitsLoss
BatchNorm1d BatchNorm2d BatchNorm3d CircularPad1d CircularPad2d CircularPad3d ConstantPad1d ConstantPad2d
ConstantPad3d Conv1d Conv2d ConvTranspose2d CrossEntropyLoss ELU Embedding GELU GroupNorm Hardswish HuberLoss
InstanceNorm1d InstanceNorm2d InstanceNorm3d L1Loss LayerNorm LeakyReLU Linear LocalResponseNorm LogSoftmax
MSELoss MaxPool1d MaxPool2d Mish MultiheadAttention PReLU RMSNorm ReLU ReLU6 ReflectionPad1d ReflectionPad2d
ReflectionPad3d ReplicationPad1d ReplicationPad2d ReplicationPad3d SELU SiLU Sigmoid SmoothL1Loss Softmax
Softplus Tanh ZeroPad1d ZeroPad2d ZeroPad3d
""".split()

# Modules that ModuleInfo lacks, or has few samples of: their arguments and the shape of their input.
MORE = [
    ("ChannelShuffle", [2], {}, (2, 6, 3, 3)),
    ("Conv2d", [4, 6, (3, 2)], {"stride": (2, 1), "padding": (1, 0), "dilation": (1, 2)}, (2, 4, 7, 8)),
    ("Conv2d", [4, 6, 3], {"groups": 2, "padding": 1, "bias": False}, (2, 4, 6, 5)),
    ("Conv2d", [4, 8, 3], {"groups": 4, "stride": 2}, (2, 4, 7, 7)),
    ("Conv2d", [4, 6, 1], {"stride": 2}, (2, 4, 7, 6)),
    ("ConvTranspose2d", [4, 6, 3], {"stride": 2, "padding": 1, "output_padding": 1}, (2, 4, 4, 5)),
    ("ConvTranspose2d", [4, 6, (3, 2)], {"groups": 2, "dilation": 2, "bias": False}, (2, 4, 4, 5)),
    ("Dropout", [0.4], {}, (3, 5)),
    ("Dropout2d", [0.4], {}, (2, 3, 4, 4)),
    ("Flatten", [], {}, (2, 3, 4, 5)),
    ("GELU", ["tanh"], {}, (3, 5)),
    ("Hardsigmoid", [], {}, (3, 5)),
    ("Identity", [], {}, (3, 5)),
    ("LayerNorm", [[4, 5]], {"bias": False}, (3, 4, 5)),
    ("MaxPool2d", [3], {"stride": 2, "padding": 1, "dilation": 2}, (2, 3, 9, 8)),
    ("MaxPool2d", [(3, 2)], {"stride": (2, 1), "padding": (1, 0), "ceil_mode": True}, (2, 3, 8, 7)),
    ("AvgPool2d", [3], {"stride": 2, "padding": 1, "ceil_mode": True, "count_include_pad": False}, (2, 3, 8, 7)),
    ("MultiheadAttention", [6, 2], {"batch_first": True}, (2, 4, 6)),
    ("MultiheadAttention", [6, 3], {"batch_first": True, "bias": False}, (2, 4, 6)),
    ("MultiheadAttention", [6, 1], {"batch_first": False}, (4, 2, 6)),
    ("PixelShuffle", [2], {}, (2, 8, 3, 4)),
    ("PixelUnshuffle", [2], {}, (2, 3, 4, 6)),
    ("Upsample", [(7, 5)], {"mode": "nearest"}, (2, 3, 4, 6)),
    ("Upsample", [], {"scale_factor": 2, "mode": "nearest"}, (2, 3, 4, 5)),
    ("Upsample", [(7, 5)], {"mode": "bilinear"}, (2, 3, 4, 6)),
    ("Upsample", [(7, 5)], {"mode": "bilinear", "align_corners": True}, (2, 3, 4, 6)),
    ("Upsample", [], {"scale_factor": 1.7, "mode": "bilinear"}, (2, 3, 4, 5)),
    ("Upsample", [(7, 5)], {"mode": "bicubic"}, (2, 3, 4, 6)),
    ("Upsample", [(3, 8)], {"mode": "bicubic", "align_corners": True}, (2, 3, 4, 6)),
    ("Upsample", [], {"scale_factor": 1.5, "mode": "bicubic"}, (2, 3, 4, 6)),
    ("UpsamplingBilinear2d", [(7, 5)], {}, (2, 3, 4, 6)),
    ("UpsamplingNearest2d", [(7, 5)], {}, (2, 3, 4, 6)),
]
NAMES = sorted(set(MODULES) | {name for name, _, _, _ in MORE})


def line(name, variant, module, training, inputs, kwargs):
    """The sample of a module whose parameters and statistics are drawn, so that none is 0 or 1 by chance."""
    module = module.to(torch.float64).train(training)
    generator = torch.Generator().manual_seed(2)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator, dtype=torch.float64) / 2)
        for key, buffer in module.named_buffers():
            if key.startswith("running_"):
                buffer.copy_(torch.rand(buffer.shape, generator=generator, dtype=torch.float64) + 0.5)
    settings = {
        k: v for k, v in vars(module).items() if not k.startswith("_") and k != "training"
        and isinstance(v, (bool, int, float, str, tuple, type(None)))}
    # A loss has weights of classes and elements as buffers.
    settings |= {k: b.detach() for k, b in module.named_buffers() if k in ("weight", "pos_weight")}
    function = lambda: module(*inputs, **kwargs)
    if isinstance(module, torch.nn.MultiheadAttention):
        # One input is attended to by itself.
        given = inputs if len(inputs) > 1 else inputs * 3
        function = lambda: module(*given, **kwargs)[0]
    return samples.record(name, variant, function, inputs, {**settings, **kwargs}, module)


def makers(name):
    for info in module_db:
        if info.module_cls is not getattr(torch.nn, name):
            continue
        for training in [True, False] if info.train_and_eval_differ else [True]:
            for sample in info.module_inputs_func(info, "cpu", torch.float64, requires_grad=True, training=training):
                build, call = sample.constructor_input, sample.forward_input
                yield lambda s=sample, b=build, c=call, t=training: line(
                    name, s.desc, info.module_cls(*b.args, **b.kwargs), t,
                    samples.fresh(list(c.args)), samples.fresh(dict(c.kwargs)))
    for other, arguments, named, shape in MORE:
        if other != name:
            continue
        module = getattr(torch.nn, name)(*arguments, **named)
        # What drops at random has samples in use alone.
        training = not name.startswith("Dropout")
        x = torch.randn(shape, generator=torch.Generator().manual_seed(3), dtype=torch.float64, requires_grad=True)
        yield lambda m=module, i=x, t=training: line(name, "more", m, t, [i], {})


def write(folder, wanted):
    return sum(samples.write(folder, name, makers(name)) for name in NAMES if not wanted or name in wanted)

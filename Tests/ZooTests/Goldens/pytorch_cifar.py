"""Makes pytorch-cifar.json: outputs and gradients of github.com/kuangliu/pytorch-cifar in float64.

    python pytorch_cifar.py PYTORCH_CIFAR > pytorch-cifar.json
    python pytorch_cifar.py PYTORCH_CIFAR --counts

Needs torch, torchvision and a clone of that repository. With --counts it prints parameters and
multiply-adds of all networks instead. Two things of the clone do not run as they are: ShuffleNet divides
integers to floats in Python 3, and EfficientNetB0 has a convolution that no picture passes through.
"""

import sys
import types

import torch

import parity_records

CLONE = sys.argv[1]
SHAPE = (2, 3, 32, 32)
FAMILIES = {
    "lenet": {"lenet": "LeNet"},
    "vgg": {f"vgg{n}": lambda m, n=n: m.VGG(f"VGG{n}") for n in (11, 13, 16, 19)},
    "resnet": {f"resnet{n}": f"ResNet{n}" for n in (18, 34, 50, 101, 152)},
    "preact_resnet": {f"preact_resnet{n}": f"PreActResNet{n}" for n in (18, 34, 50, 101, 152)},
    "googlenet": {"googlenet": "GoogLeNet"},
    "densenet": {f"densenet{n}": f"DenseNet{n}" for n in (121, 161, 169, 201)}
    | {"densenet": "densenet_cifar"},
    "resnext": {
        f"resnext29_{n}": f"ResNeXt29_{n}" for n in ("2x64d", "4x64d", "8x64d", "32x4d")
    },
    "mobilenet": {"mobilenet": "MobileNet"},
    "mobilenetv2": {"mobilenet_v2": "MobileNetV2"},
    "dpn": {"dpn26": "DPN26", "dpn92": "DPN92"},
    "dla": {"dla": "DLA"},
    "dla_simple": {"simple_dla": "SimpleDLA"},
    "shufflenet": {"shufflenet_g2": "ShuffleNetG2", "shufflenet_g3": "ShuffleNetG3"},
    "shufflenetv2": {
        "shufflenet_v2_x" + f"{size:.1f}".replace(".", "_"): lambda m, size=size: m.ShuffleNetV2(size)
        for size in (0.5, 1, 1.5, 2)
    },
    "pnasnet": {"pnasnet_a": "PNASNetA", "pnasnet_b": "PNASNetB"},
    "senet": {"senet18": "SENet18"},
    "efficientnet": {"efficientnet_b0": "EfficientNetB0"},
    "regnet": {
        "regnetx_200mf": "RegNetX_200MF",
        "regnetx_400mf": "RegNetX_400MF",
        "regnety_400mf": "RegNetY_400MF",
    },
}
RECORDED = (
    "vgg11 resnet18 resnet50 preact_resnet18 preact_resnet50 googlenet densenet resnext29_2x64d "
    "mobilenet mobilenet_v2 dpn26 shufflenet_g2 senet18 efficientnet_b0 regnetx_200mf regnety_400mf "
    "lenet shufflenet_v2_x0_5 shufflenet_v2_x2_0 pnasnet_a pnasnet_b dla simple_dla"
).split()


def module(name):
    source = open(f"{CLONE}/models/{name}.py").read().replace("out_planes/4", "out_planes//4")
    result = types.ModuleType(name)
    exec(compile(source, name, "exec"), result.__dict__)
    return result


def models(names=None):
    for family, members in FAMILIES.items():
        code = module(family)
        for name, make in members.items():
            if names is not None and name not in names:
                continue
            model = make(code) if callable(make) else getattr(code, make)()
            if family == "efficientnet":
                del model.layers[0].conv1, model.layers[0].bn1
                model.cfg["dropout_rate"] = 0
            yield name, model


def counts():
    for name, model in models():
        total = [0]

        def count(layer, _, output):
            total[0] += output[0].numel() * layer.weight[0].numel()

        for layer in model.modules():
            if isinstance(layer, (torch.nn.Conv2d, torch.nn.Linear)):
                layer.register_forward_hook(count)
        with torch.no_grad():
            model.eval()(torch.zeros(1, *SHAPE[1:]))
        print(name, sum(p.numel() for p in model.parameters()), total[0])


def recorded():
    for name, model in models(RECORDED):
        head = {"vgg": "classifier", "len": "fc3"}.get(name[:3], "linear")
        setattr(model, head, torch.nn.Linear(getattr(model, head).in_features, 1000))
        yield f"{name}-pytorch-cifar", model, SHAPE


if __name__ == "__main__":
    if "--counts" in sys.argv:
        counts()
    else:
        parity_records.write(recorded())

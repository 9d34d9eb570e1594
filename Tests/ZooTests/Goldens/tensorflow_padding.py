"""Makes tensorflow-padding.json: outputs and gradients in float64 of networks that pad as TensorFlow does.

    python tensorflow_padding.py > tensorflow-padding.json

Needs torch, torchvision and timm. MobileNet V1 is timm's own; of torchvision's networks the convolutions
with a stride are replaced. Pictures of 70 by 91 pixels meet even and odd lengths.
"""

import timm
import torch
import torch.nn.functional as F
import torchvision

import parity_records

SHAPE = (2, 3, 70, 91)


class SameConv(torch.nn.Conv2d):
    """A convolution whose padding follows the length of its input, the larger half behind."""

    def forward(self, x):
        def sides(length, kernel, stride):
            total = max(0, (-(-length // stride) - 1) * stride + kernel - length)
            return [total // 2, total - total // 2]

        rows, columns = (
            sides(x.shape[axis], self.kernel_size[axis - 2], self.stride[axis - 2]) for axis in (2, 3)
        )
        padded = F.pad(x, columns + rows)
        return F.conv2d(padded, self.weight, self.bias, self.stride, 0, 1, self.groups)


def padded(model):
    for module in model.modules():
        if type(module) is torch.nn.Conv2d and module.stride != (1, 1) and module.padding != (0, 0):
            module.__class__ = SameConv
    return model


def with_epsilon(model):
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eps = 1e-3
    return model


def models():
    vision = torchvision.models
    plain = {
        "mobilenet_v1": lambda: timm.create_model("mobilenetv1_100", pad_type="same"),
        "mobilenet_v2": lambda: padded(vision.mobilenet_v2()),
        "mobilenet_v3_small": lambda: padded(vision.mobilenet_v3_small()),
        "mnasnet1_0": lambda: padded(vision.mnasnet1_0()),
        "efficientnet_b0": lambda: padded(vision.efficientnet_b0()),
    }
    for name, make in plain.items():
        if name != "mnasnet1_0":
            yield f"{name} padding-same", make(), SHAPE
        if name != "mobilenet_v3_small":
            yield f"{name} epsilon=0.001,padding-same", with_epsilon(make()), SHAPE


if __name__ == "__main__":
    parity_records.write(models())

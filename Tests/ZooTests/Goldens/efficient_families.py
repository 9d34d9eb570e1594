"""Makes efficient-families.json: outputs and gradients of published implementations in float64.

    python efficient_families.py SHUFFLENET_SERIES PRETRAINED_MODELS > efficient-families.json

Needs torch, torchvision and timm, and clones of github.com/megvii-model/ShuffleNet-Series and
github.com/Cadene/pretrained-models.pytorch.
"""

import sys

import timm
import torch
import torchvision

import parity_records

sys.path.insert(0, sys.argv[1] + "/ShuffleNetV1")
sys.path.insert(0, sys.argv[2])


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
    parity_records.write(models())

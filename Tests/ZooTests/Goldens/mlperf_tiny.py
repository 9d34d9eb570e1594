"""Makes mlperf-tiny.json: outputs and gradients of MLPerf Tiny's ResNet-8 in float64.

    python mlperf_tiny.py > mlperf-tiny.json

Needs torch. The network is Keras's of github.com/mlcommons/tiny (resnet_v1_eembc), written again here with
TensorFlow's padding.
"""

import torch
import torch.nn.functional as F

import parity_records


class SameConv(torch.nn.Conv2d):
    def forward(self, x):
        def sides(length):
            (kernel, _), (stride, _) = self.kernel_size, self.stride
            total = max(0, (-(-length // stride) - 1) * stride + kernel - length)
            return total // 2, total - total // 2

        padded = F.pad(x, sides(x.shape[3]) + sides(x.shape[2]))
        return F.conv2d(padded, self.weight, self.bias, self.stride)


def norm(channels):
    return torch.nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


class Block(torch.nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.bn1 = SameConv(inputs, outputs, 3, stride), norm(outputs)
        self.conv2, self.bn2 = SameConv(outputs, outputs, 3), norm(outputs)
        self.downsample = SameConv(inputs, outputs, 1, stride) if stride > 1 else None

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet8(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = SameConv(3, 16, 3), norm(16)
        self.layer1, self.layer2, self.layer3 = Block(16, 16, 1), Block(16, 32, 2), Block(32, 64, 2)
        self.fc = torch.nn.Linear(64, 1000)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.fc(x.mean((2, 3)))


if __name__ == "__main__":
    parity_records.write([("resnet8-cifar", ResNet8(), (2, 3, 32, 32))])

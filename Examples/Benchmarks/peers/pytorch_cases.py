"""The cases of the Benchmarks program, by the same names. Imports nothing heavy."""
from dataclasses import dataclass
from typing import Optional

LAYOUTS = ["nhwc", "nchw"]
# Inference is also tried with frozen weights, batch normalisation folded into the convolutions and
# oneDNN's own layouts (torch.jit.optimize_for_inference).
INFERENCE = LAYOUTS + ["nhwc-frozen", "nchw-frozen"]
# The programs that networks are deployed with, which take what PyTorch exports.
DEPLOYED = ["onnxruntime", "openvino"]

NETWORKS = [
    ("residual20", 128), ("plain56", 128), ("resnet18", 16), ("resnet50", 8), ("vgg16", 4),
    ("alexnet", 32), ("googlenet", 16), ("mobilenet_v2", 16), ("densenet121", 8),
]
# Networks that are also asked about one image at a time.
SINGLE_IMAGES = ["resnet18", "mobilenet_v2"]


@dataclass(frozen=True)
class Layer:
    """A convolution or, with an image of one pixel, a fully connected layer."""
    inputs: int
    outputs: int
    kernel: int
    stride: int
    padding: int
    groups: int
    size: int
    reads_images: bool = False

    @property
    def output_size(self):
        return (self.size + 2 * self.padding - self.kernel) // self.stride + 1

    @property
    def name(self):
        strides = "" if self.stride == 1 else f"s{self.stride}"
        if self.size == 1:
            return f"linear-{self.inputs}-{self.outputs}"
        if self.groups > 1:
            return f"depthwise3x3{strides}-{self.inputs}-{self.size}"
        return f"conv{self.kernel}x{self.kernel}{strides}-{self.inputs}-{self.outputs}-{self.size}"

    @property
    def passes(self):
        return ["forward"] + ([] if self.reads_images else ["input-gradient"]) + ["filter-gradient"]

    def operations(self, batch):
        taps = self.kernel ** 2 * self.inputs // self.groups
        return 2 * batch * self.output_size ** 2 * self.outputs * taps


@dataclass(frozen=True)
class Case:
    """Something to time: training or inference of a network, or a pass of a layer."""
    name: str
    work: str
    batch: int
    variants: list
    network: Optional[str] = None
    layer: Optional[Layer] = None
    threads: Optional[int] = None

    @property
    def operations(self):
        if self.work == "gemm":
            return 2 * 1024 ** 3
        return self.layer.operations(self.batch) if self.layer else None


def dense(inputs, outputs, kernel, size, stride=1, padding=None, reads_images=False):
    padding = kernel // 2 if padding is None else padding
    return Layer(inputs, outputs, kernel, stride, padding, 1, size, reads_images)


def depthwise(channels, size, stride=1):
    return Layer(channels, channels, 3, stride, 1, channels, size)


LAYERS = [
    (dense(3, 16, 3, 32, reads_images=True), 128),
    (dense(16, 16, 3, 32), 128), (dense(32, 32, 3, 16), 128), (dense(64, 64, 3, 8), 128),
    (dense(3, 64, 7, 224, stride=2, reads_images=True), 16),
    (dense(64, 64, 3, 56), 16), (dense(128, 128, 3, 28), 16), (dense(256, 256, 3, 14), 16),
    (dense(512, 512, 3, 7), 16), (dense(128, 128, 3, 56, stride=2), 8),
    (dense(64, 256, 1, 56), 8), (dense(256, 64, 1, 56), 8), (dense(512, 128, 1, 28), 8),
    (dense(1024, 256, 1, 14), 8), (dense(512, 2048, 1, 7), 8),
    (dense(3, 64, 3, 224, reads_images=True), 4), (dense(64, 64, 3, 224), 4),
    (dense(512, 512, 3, 28), 4),
    (dense(3, 64, 11, 224, stride=4, padding=2, reads_images=True), 32),
    (dense(64, 192, 5, 27), 32), (depthwise(96, 112, stride=2), 16), (depthwise(144, 56), 16),
    (depthwise(576, 14), 16), (Layer(9216, 4096, 1, 1, 0, 1, 1), 32),
    (Layer(4096, 1000, 1, 1, 0, 1, 1), 32),
]


def all_cases():
    """All cases in the order they run."""
    cases = [Case("machine/gemm", "gemm", 1, ["nchw"])]
    for network, batch in NETWORKS:
        cases.append(Case(f"train/{network}", "train", batch, LAYOUTS, network))
        cases.append(Case(f"inference/{network}", "inference", batch, INFERENCE + DEPLOYED, network))
    for network in SINGLE_IMAGES:
        cases.append(
            Case(f"inference/{network}-b1", "inference", 1, INFERENCE + DEPLOYED, network))
    for work, variants in (("train", LAYOUTS), ("inference", INFERENCE)):
        cases.append(Case(f"overhead/{work}/narrow56", work, 1, variants, "narrow56", threads=1))
    cases.append(
        Case("overhead/call/narrow56", "inference", 1, LAYOUTS, "narrow56", threads=1))
    for layer, batch in LAYERS:
        for name in layer.passes:
            variants = ["nchw"] if layer.size == 1 else LAYOUTS
            cases.append(Case(f"layer/{layer.name}/{name}", name, batch, variants, layer=layer))
    for depth in (20, 56, 110):
        cases.append(Case(f"scaling/depth/plain{depth}", "train", 128, LAYOUTS, f"plain{depth}"))
    for batch in (32, 64, 128, 256):
        cases.append(
            Case(f"scaling/batch/residual20-b{batch}", "train", batch, LAYOUTS, "residual20"))
    for threads in (1, 2):
        name = f"scaling/threads/resnet18-t{threads}"
        cases.append(Case(name, "train", 16, LAYOUTS, "resnet18", threads=threads))
    return cases

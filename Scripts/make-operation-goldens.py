#!/usr/bin/env python3
"""Writes what PyTorch computes for the operations, losses and layers that we share with it.

    python3 Scripts/make-operation-goldens.py > Tests/LayersTests/Goldens/operations.json

Each case has float64 inputs, the value and, for a cotangent of cosines, the gradients of all inputs.
Images are [n, h, w, c] here; PyTorch gets them as [n, c, h, w].
"""
import json
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
cases = []


def numbers(shape, seed, kind="normal"):
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(shape, generator=generator)
    if kind == "positive":
        x = x.abs() + 0.1
    if kind == "probability":
        x = torch.softmax(x, -1)
    return x


def case(name, function, *shapes, kinds=None):
    """One case: `function` of inputs of the shapes."""
    seed = 1000 + 17 * len(cases)
    kinds = kinds or ["normal"] * len(shapes)
    inputs = [numbers(s, seed + i, k).requires_grad_() for i, (s, k) in enumerate(zip(shapes, kinds))]
    value = function(*inputs)
    cotangent = torch.cos(torch.arange(value.numel(), dtype=torch.float64) + 1).reshape(value.shape)
    gradients = torch.autograd.grad(value, inputs, cotangent, allow_unused=True)
    flat = lambda t: [float("%.15g" % v) for v in t.detach().contiguous().flatten().tolist()]
    cases.append({
        "name": name,
        "inputs": [{"shape": list(x.shape), "values": flat(x)} for x in inputs],
        "shape": list(value.shape),
        "value": flat(value),
        "gradients": [None if g is None else flat(g) for g in gradients],
    })


def nchw(function):
    """A function of images, whose other inputs stay as they are."""
    return lambda x, *rest: function(x.permute(0, 3, 1, 2), *rest).permute(0, 2, 3, 1)


m = (3, 4)
case("gelu", F.gelu, m)
case("gelu tanh", lambda x: F.gelu(x, approximate="tanh"), m)
case("elu", F.elu, m)
case("elu 0.3", lambda x: F.elu(x, 0.3), m)
case("selu", F.selu, m)
case("mish", F.mish, m)
case("softplus", F.softplus, m)
case("leaky 0.2", lambda x: F.leaky_relu(x, 0.2), m)
case("prelu", lambda x, w: F.prelu(x, w), (5, 3), (3,))
case("erf", torch.erf, m)
case("expm1", torch.expm1, m)
t = (2, 3, 4)
case("softmax 1", lambda x: x.softmax(1), t)
case("log softmax 0", lambda x: x.log_softmax(0), t)
case("logsumexp 1", lambda x: x.logsumexp(1), t)
case("cumsum 1", lambda x: x.cumsum(1), t)
case("std 1", lambda x: x.std(1, correction=0), t)
case("std all, unbiased", lambda x: x.std(), t)
case("prod 2", lambda x: x.prod(2), t)
case("prod all", lambda x: x.prod(), (2, 3))
case("norm 2", lambda x: torch.linalg.vector_norm(x, 2, 1), t)
case("norm 1", lambda x: torch.linalg.vector_norm(x, 1, (0, 2)), t)
case("norm inf", lambda x: torch.linalg.vector_norm(x, math.inf, 2), t)
case("norm 3", lambda x: torch.linalg.vector_norm(x, 3), t)
case("sort 1 descending", lambda x: x.sort(1, descending=True).values, t)
case("topk 2 of 1", lambda x: x.topk(2, 1).values, t)
index = torch.tensor([2, 0, 1, 1, 0, 0, 2, 2, 1, 0, 1, 2, 0, 0, 1, 2]).reshape(2, 2, 4)
case("gather 1", lambda x: x.gather(1, index), t)
case("scatter add 1", lambda x: torch.zeros(2, 3, 4).scatter_add(1, index, x), (2, 2, 4))
case("flip", lambda x: x.flip(0, 2), t)
case("roll -1", lambda x: x.roll(-1, 2), t)
case("stack 1", lambda a, b: torch.stack([a, b], 1), (2, 3), (2, 3))
case("einsum attention", lambda q, k: torch.einsum("bqhd,bkhd->bhqk", q, k), (2, 3, 2, 4), (2, 5, 2, 4))
case("einsum three", lambda a, b, c: torch.einsum("ij,jk,ik->ik", a, b, c), (2, 3), (3, 4), (2, 4))
case("einsum trace", lambda a: torch.einsum("bii->b", a), (2, 3, 3))
case("einsum implicit", lambda a, b: torch.einsum("ij,jk", a, b), (2, 3), (3, 4))
for mode, name in [("reflect", "reflect"), ("replicate", "replicate"), ("circular", "circular")]:
    case(f"pad {name}", nchw(lambda x, mode=mode: F.pad(x, (2, 1, 1, 2), mode=mode)), (1, 3, 4, 2))
case("nearest", nchw(lambda x: F.interpolate(x, size=(5, 3), mode="nearest")), (1, 3, 4, 2))
for mode in ["bilinear", "bicubic"]:
    for corners in [False, True]:
        case(f"{mode}{' corners' if corners else ''}",
             nchw(lambda x, mode=mode, corners=corners: F.interpolate(
                 x, size=(5, 3), mode=mode, align_corners=corners)), (1, 3, 4, 2))
case("adaptive max", nchw(lambda x: F.adaptive_max_pool2d(x, (3, 2))), (1, 5, 7, 2))
case("dilated max", nchw(lambda x: F.max_pool2d(x, 3, 2, 1, dilation=2)), (1, 7, 8, 2))
case("pixel shuffle", nchw(lambda x: F.pixel_shuffle(x, 2)), (1, 2, 3, 8))
case("pixel unshuffle", nchw(lambda x: F.pixel_unshuffle(x, 2)), (1, 4, 6, 2))
case("solve", torch.linalg.solve, (2, 3, 3), (2, 3, 2))
case("inverse", torch.linalg.inv, (2, 3, 3))
case("determinant", torch.linalg.det, (2, 3, 3))
case("log determinant", lambda a: torch.linalg.slogdet(a).logabsdet, (2, 3, 3))
case("cholesky", lambda x: torch.linalg.cholesky(x @ x.mT + torch.eye(3)), (2, 3, 3))

images = (2, 3, 2, 6)
case("group norm", nchw(lambda x, w, b: F.group_norm(x, 3, w, b, 1e-3)), images, (6,), (6,))
case("instance norm", nchw(lambda x, w, b: F.instance_norm(x, weight=w, bias=b, eps=1e-3)), images, (6,), (6,))
case("layer norm", lambda x, w, b: F.layer_norm(x, (6,), w, b, 1e-3), images, (6,), (6,))
case("layer norm of three", lambda x, w, b: F.layer_norm(x, (3, 2, 6), w, b, 1e-3), images, (3, 2, 6), (3, 2, 6))
case("rms norm", lambda x, w: F.rms_norm(x, (6,), w, 1e-3), images, (6,))

case("squared error", F.mse_loss, m, m)
case("absolute error sum", lambda x, t: F.l1_loss(x, t, reduction="sum"), m, m)
case("huber 0.7", lambda x, t: F.huber_loss(x, t, reduction="none", delta=0.7), m, m)
target = numbers((3, 4), 5, "probability")
weights = numbers((4,), 6, "positive")
labels = torch.tensor([3, 0, 2])
case("binary cross entropy", lambda x: F.binary_cross_entropy_with_logits(x, target, pos_weight=weights), m)
case("kl divergence", lambda x: F.kl_div(x.log_softmax(-1), target, reduction="batchmean"), m)
case("cross entropy of distributions", lambda x: F.cross_entropy(x, target, weight=weights, reduction="sum"), m)
case("cross entropy with weights", lambda x: F.cross_entropy(x, labels, weight=weights), m)
case("cross entropy with everything", lambda x: F.cross_entropy(
    x, torch.tensor([3, -100, 2]), weight=weights, ignore_index=-100, label_smoothing=0.2), m)
case("cross entropy of rows", lambda x: F.cross_entropy(
    x, torch.tensor([3, -100, 2]), ignore_index=-100, reduction="none"), m)


def focal(x):
    p = x.softmax(-1).gather(1, labels[:, None])[:, 0]
    return (-weights[labels] * (1 - p) ** 1.5 * p.log()).mean()


case("focal loss", focal, m)
case("transposed convolution", nchw(lambda x, w, b: F.conv_transpose2d(
    x, w, b, stride=2, padding=1, output_padding=1, groups=2)), (1, 3, 4, 4), (4, 3, 3, 3), (6,))
case("convolution of one axis", lambda x, w, b: F.conv1d(
    x.permute(0, 2, 1), w, b, stride=2, padding=1, dilation=2, groups=2).permute(0, 2, 1),
     (2, 9, 4), (6, 2, 3), (6,))
case("attention", lambda x, wi, bi, wo, bo: F.multi_head_attention_forward(
    x.transpose(0, 1), x.transpose(0, 1), x.transpose(0, 1), 4, 2, wi, bi, None, None, False, 0, wo, bo,
    need_weights=False)[0].transpose(0, 1), (2, 3, 4), (12, 4), (12,), (4, 4), (4,))
case("causal attention", lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True),
     (2, 2, 4, 3), (2, 2, 4, 3), (2, 2, 4, 5))

base = [0.3, -0.7, 1.1, 0.05]
gradient = lambda i, k: base[k] * (1 if i % 2 == 0 else -0.5) + 0.1 * k - 0.02 * i
optimizers = []
for name, make in [
    ("nadam", lambda p: torch.optim.NAdam(p, lr=0.01, weight_decay=0.1)),
    ("amsgrad", lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.1, amsgrad=True)),
    ("amsgrad decoupled", lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1, amsgrad=True)),
]:
    p = torch.nn.Parameter(torch.tensor([0.5, -1.25, 2.0, 0.0]))
    optimizer = make([p])
    for i in range(20):
        p.grad = torch.tensor([gradient(i, k) for k in range(4)])
        optimizer.step()
    optimizers.append({"name": name, "weights": [float("%.17g" % v) for v in p.tolist()]})

print(json.dumps({"torch": torch.__version__, "cases": cases, "optimizers": optimizers}, separators=(",", ":")))

#!/usr/bin/env python3
"""Writes PyTorch's own samples of the operations that Gradus shares with it: inputs in float64, results,
gradients and Hessian-vector products.

    python3 Scripts/make-conformance-samples.py FOLDER [OPERATION ...]
    GRADUS_CONFORMANCE=FOLDER swift test --traits Images --filter ConformanceTests

The samples are those of torch.testing's OpInfo, which PyTorch tests itself with. The folder gets a file of
JSON lines for each operation; it belongs outside of the repository. Needs torch and expecttest.
"""
import json
import math
import os
import sys
import warnings

import torch
from torch.testing._internal.common_methods_invocations import op_db

warnings.simplefilter("ignore")
torch.manual_seed(0)

OPERATIONS = """
abs add addmm amax amin bmm broadcast_to cat chunk clamp clamp_max clamp_min cos cumsum div dot einsum erf exp
expand expm1 flatten flip gather index_select linalg.cholesky linalg.det linalg.inv linalg.slogdet linalg.solve
linalg.vector_norm log log1p log_softmax logsumexp masked_fill matmul max max.binary maximum mean min min.binary minimum mm
movedim mul neg nn.functional.adaptive_avg_pool2d nn.functional.adaptive_max_pool2d nn.functional.avg_pool2d
nn.functional.batch_norm nn.functional.binary_cross_entropy_with_logits nn.functional.conv1d
nn.functional.conv2d nn.functional.conv_transpose2d nn.functional.cross_entropy nn.functional.elu
nn.functional.embedding nn.functional.gelu nn.functional.group_norm nn.functional.hardsigmoid
nn.functional.hardswish nn.functional.huber_loss nn.functional.instance_norm nn.functional.interpolate
nn.functional.kl_div nn.functional.l1_loss nn.functional.layer_norm nn.functional.leaky_relu
nn.functional.linear nn.functional.local_response_norm nn.functional.max_pool2d nn.functional.mish
nn.functional.mse_loss nn.functional.pad nn.functional.pixel_shuffle nn.functional.pixel_unshuffle
nn.functional.prelu nn.functional.relu nn.functional.relu6 nn.functional.rms_norm nn.functional.selu
nn.functional.silu nn.functional.softplus outer permute pow prod reciprocal reshape roll rsqrt scatter_add
sigmoid sin softmax sort split split_with_sizes sqrt square squeeze stack std std.unbiased sub sum t tanh topk
transpose unsqueeze unflatten var var.unbiased view where
""".split()


def number(value):
    """A number as JSON has it; what is not finite is a text."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"text": str(value)}
    return value


def values(tensor):
    return [number(v) if isinstance(v, float) else v
            for v in tensor.detach().to(torch.float64).contiguous().flatten().tolist()]


class Writer:
    """The arguments of one sample; tensors are kept apart."""

    def __init__(self):
        self.tensors = []

    def argument(self, value):
        if isinstance(value, torch.Tensor):
            self.tensors.append(value)
            return {"tensor": len(self.tensors) - 1}
        if value is None:
            return {}
        if isinstance(value, bool):
            return {"flag": value}
        if isinstance(value, (int, float)):
            return {"number": float(value)} if math.isfinite(value) else {"text": str(float(value))}
        if isinstance(value, str):
            return {"text": value}
        if isinstance(value, (list, tuple, torch.Size)):
            return {"list": [self.argument(v) for v in value]}
        raise TypeError(f"an argument of type {type(value).__name__}")


def record(name, variant, function, inputs, kwargs):
    """One line, or nothing for what is not real numbers."""
    writer = Writer()
    arguments = [writer.argument(v) for v in inputs]
    named = {k: writer.argument(v) for k, v in kwargs.items()}
    tensors = writer.tensors
    # Mixed precisions are outside of the comparison.
    if any(t.is_complex() or t.numel() > 2000 or t.is_floating_point() and t.dtype != torch.float64
           for t in tensors):
        return None
    leaves = [t for t in tensors if t.is_floating_point() and t.requires_grad]
    result = function()
    outputs = list(result) if isinstance(result, (tuple, list)) else [result]
    outputs = [o for o in outputs if isinstance(o, torch.Tensor) and o.dtype == torch.float64]
    if not outputs or any(o.numel() > 2000 for o in outputs):
        return None
    line = {
        "operation": name, "variant": variant, "arguments": arguments, "named": named,
        "tensors": [{
            "shape": list(t.shape), "values": values(t),
            "kind": "leaf" if any(t is l for l in leaves) else
                    "number" if t.is_floating_point() else "flag" if t.dtype == torch.bool else "whole",
        } for t in tensors],
        "outputs": [{"shape": list(o.shape), "values": values(o)} for o in outputs],
        "gradients": None, "products": None,
    }
    generator = torch.Generator().manual_seed(1)
    draw = lambda t: torch.randn(t.shape, generator=generator, dtype=torch.float64)
    cotangents, directions = [draw(o) for o in outputs], [draw(l) for l in leaves]
    line["cotangents"] = [values(c) for c in cotangents]
    line["directions"] = [values(d) for d in directions]
    live = [(o, c) for o, c in zip(outputs, cotangents) if o.requires_grad]
    if leaves and live:
        try:
            gradients = torch.autograd.grad(
                [o for o, _ in live], leaves, [c for _, c in live], create_graph=True, allow_unused=True)
            line["gradients"] = [None if g is None else values(g) for g in gradients]
            slope = sum(((g * d).sum() for g, d in zip(gradients, directions)
                         if g is not None and g.requires_grad), torch.zeros(()))
            if slope.requires_grad:
                products = torch.autograd.grad(slope, leaves, allow_unused=True)
                line["products"] = [None if p is None else values(p) for p in products]
        except (RuntimeError, NotImplementedError):
            pass
    return line


def samples_of_operation(op):
    # Reference samples are many more, with the numbers that are special to a function; some operations have
    # them only without derivatives.
    try:
        samples = list(op.reference_inputs("cpu", torch.float64, requires_grad=True))
    except ValueError:
        samples = op.sample_inputs("cpu", torch.float64, requires_grad=True)
    for sample in samples:
        inputs, kwargs = fresh([sample.input, *sample.args]), fresh(sample.kwargs)
        yield lambda i=inputs, k=kwargs: op(*i, **k), inputs, kwargs


def fresh(value):
    """The same values in tensors of their own: samples may be views of each other."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone(memory_format=torch.contiguous_format).requires_grad_(value.requires_grad)
    if isinstance(value, dict):
        return {k: fresh(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)) and not isinstance(value, torch.Size):
        return type(value)(fresh(v) for v in value)
    return value


def write(folder, name, groups):
    count = skipped = 0
    with open(os.path.join(folder, f"{name}.jsonl"), "w", encoding="utf-8") as file:
        for variant, generate in groups:
            for function, inputs, kwargs in generate():
                try:
                    line = record(name, variant, function, inputs, kwargs)
                except (TypeError, NotImplementedError, RuntimeError, ValueError) as error:
                    print(f"{name}: left out, {str(error).splitlines()[0][:70]}", file=sys.stderr)
                    line = None
                if line is None:
                    skipped += 1
                    continue
                file.write(json.dumps(line) + "\n")
                count += 1
    print(f"{name}: {count} samples, {skipped} left out", file=sys.stderr)
    return count


def main():
    folder, *wanted = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    total = 0
    for name in OPERATIONS:
        infos = [o for o in op_db if (o.name + ("." + o.variant_test_name if o.variant_test_name in
                 ("binary", "unbiased") else "")) == name]
        if not infos:
            print(f"{name}: not in this PyTorch", file=sys.stderr)
            continue
        if wanted and name not in wanted:
            continue
        total += write(folder, name, [
            (o.variant_test_name, lambda o=o: samples_of_operation(o)) for o in infos])
    print(f"{total} samples in {folder}", file=sys.stderr)


main()

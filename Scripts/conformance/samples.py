"""What every sample is written with: numbers, tensors and arguments as JSON, results with their derivatives."""
import json
import math
import os
import sys

import torch

# Larger samples would fill disks and say no more.
LARGEST = 4000


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


def record(name, variant, function, inputs, kwargs, module=None):
    """One line, or nothing for what is not real numbers.

    The parameters of a module are differentiated by as the inputs are; its buffers stand before and after.
    """
    writer = Writer()
    arguments = [writer.argument(v) for v in inputs]
    named = {k: writer.argument(v) for k, v in kwargs.items()}
    state = {}
    if module is not None:
        buffers = {k: b for k, b in module.named_buffers() if b.is_floating_point()}
        state = {
            "training": module.training,
            "parameters": {k: writer.argument(p)["tensor"] for k, p in module.named_parameters()},
            "buffers": {k: {"before": values(b)} for k, b in buffers.items()},
        }
    tensors = writer.tensors
    # Mixed precisions are outside of the comparison.
    if any(t.is_complex() or t.numel() > LARGEST or t.is_floating_point() and t.dtype != torch.float64
           for t in tensors):
        return None
    leaves = [t for t in tensors if t.is_floating_point() and t.requires_grad]
    result = function()
    outputs = list(result) if isinstance(result, (tuple, list)) else [result]
    outputs = [o for o in outputs if isinstance(o, torch.Tensor) and o.dtype == torch.float64]
    if not outputs or any(o.numel() > LARGEST for o in outputs):
        return None
    for key in state.get("buffers", {}):
        state["buffers"][key]["after"] = values(buffers[key])
    line = {
        "operation": name, "variant": variant, "arguments": arguments, "named": named,
        "tensors": [{
            "shape": list(t.shape), "values": values(t),
            "kind": "leaf" if any(t is l for l in leaves) else
                    "number" if t.is_floating_point() else "flag" if t.dtype == torch.bool else "whole",
        } for t in tensors],
        "outputs": [{"shape": list(o.shape), "values": values(o)} for o in outputs],
        "gradients": None, "products": None, **state,
    }
    return {**line, **derivatives(leaves, outputs)}


def derivatives(leaves, outputs):
    """Cotangents of the results, directions of the leaves, gradients and products with the Hessian."""
    generator = torch.Generator().manual_seed(1)
    draw = lambda t: torch.randn(t.shape, generator=generator, dtype=torch.float64)
    cotangents, directions = [draw(o) for o in outputs], [draw(l) for l in leaves]
    found = {"cotangents": [values(c) for c in cotangents], "directions": [values(d) for d in directions]}
    live = [(o, c) for o, c in zip(outputs, cotangents) if o.requires_grad]
    if not leaves or not live:
        return found
    try:
        gradients = torch.autograd.grad(
            [o for o, _ in live], leaves, [c for _, c in live], create_graph=True, allow_unused=True)
        found["gradients"] = [None if g is None else values(g) for g in gradients]
        slope = sum(((g * d).sum() for g, d in zip(gradients, directions)
                     if g is not None and g.requires_grad), torch.zeros(()))
        if slope.requires_grad:
            products = torch.autograd.grad(slope, leaves, allow_unused=True)
            found["products"] = [None if p is None else values(p) for p in products]
    except (RuntimeError, NotImplementedError):
        pass
    return found


def fresh(value):
    """The same values in tensors of their own: samples may be views of each other."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone(memory_format=torch.contiguous_format).requires_grad_(value.requires_grad)
    if isinstance(value, dict):
        return {k: fresh(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)) and not isinstance(value, torch.Size):
        return type(value)(fresh(v) for v in value)
    return value


def write(folder, name, makers):
    """A file of the lines that functions without arguments make; those that make None are left out."""
    os.makedirs(folder, exist_ok=True)
    count = skipped = 0
    with open(os.path.join(folder, f"{name}.jsonl"), "w", encoding="utf-8") as file:
        for make in makers:
            try:
                line = make()
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

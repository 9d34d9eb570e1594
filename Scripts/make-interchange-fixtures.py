#!/usr/bin/env python3
"""Makes the small files in Tests/InterchangeTests/Fixtures with NumPy, PyTorch and safetensors.

    python3 Scripts/make-interchange-fixtures.py

Made with NumPy 2.4.6, PyTorch 2.15.0 and safetensors 0.8.0. The tests know the values: element i of
a tensor of float numbers is i / 4 - 1, in the order of its axes.
"""
import collections
import io
import os
import pickle
import zipfile

import numpy as np
import torch
from safetensors.torch import save_file, save_model

folder = os.path.join(os.path.dirname(__file__), "..", "Tests", "InterchangeTests", "Fixtures")
os.makedirs(folder, exist_ok=True)


def path(name):
    return os.path.join(folder, name)


def quarters(*shape):
    count = int(np.prod(shape))
    return np.arange(count, dtype=np.float64).reshape(shape) / 4 - 1


# One array a file.
for name, array in [
    ("c-f4.npy", quarters(2, 3).astype("<f4")),
    ("c-f8-big.npy", quarters(2, 3).astype(">f8")),
    ("c-f2.npy", quarters(2, 3).astype("<f2")),
    ("fortran-f4.npy", np.asfortranarray(quarters(2, 3, 2).astype("<f4"))),
    ("fortran-f4-big.npy", np.asfortranarray(quarters(2, 3).astype(">f4"))),
    ("i8.npy", np.array([-1, 2**53], dtype="<i8")),
    ("i2-big.npy", np.array([-2, 300], dtype=">i2")),
    ("u1.npy", np.array([[0, 255]], dtype="u1")),
    ("bool.npy", np.array([True, False])),
    ("scalar.npy", np.array(2.5)),
    ("empty.npy", np.zeros((0, 3), dtype="<f4")),
    ("complex.npy", np.array([1j])),
    ("structured.npy", np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")])),
]:
    np.save(path(name), array)
for version in [(2, 0), (3, 0)]:
    with open(path(f"version-{version[0]}.npy"), "wb") as file:
        np.lib.format.write_array(file, quarters(3).astype("<f4"), version=version)
np.save(path("object.npy"), np.array([{}], dtype=object), allow_pickle=True)

# Archives of arrays.
arrays = {"w": quarters(2, 3).astype("<f4"), "layer/b": quarters(3)}
np.savez(path("stored.npz"), **arrays)
np.savez_compressed(path("deflated.npz"), **arrays)

# State dictionaries of a small module, with everything a file may contain.
module = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 2), torch.nn.BatchNorm2d(2))
state = module.state_dict()
for name, tensor in state.items():
    if tensor.dtype == torch.float32:
        tensor.copy_(torch.from_numpy(quarters(*tensor.shape)))
    else:
        tensor.fill_(7)
torch.save(state, path("zip.pt"))
torch.save(state, path("zip-protocol-4.pt"), pickle_protocol=4)
torch.save(state, path("legacy.pt"), _use_new_zipfile_serialization=False)
torch.save(
    {
        "epoch": 3,
        "state_dict": collections.OrderedDict(("module." + k, v) for k, v in state.items()),
        "best_prec1": np.float64(91.25),
        "history": [1.5, None, True, "ok", (1, 2), 2**70],
    },
    path("checkpoint.th"),
    _use_new_zipfile_serialization=False,
)
base = torch.from_numpy(quarters(3, 4).astype("f4"))
views = collections.OrderedDict(
    base=base,
    transposed=base.t(),
    part=base[1:, 1:3],
    row=base[2],
    again=base,
    half=base.half(),
    bfloat=base.bfloat16(),
    double=base.double(),
    flags=torch.tensor([True, False]),
    bytes=torch.tensor([0, 255], dtype=torch.uint8),
    long=torch.tensor(-5),
    empty=torch.zeros(0, 2),
    parameter=torch.nn.Parameter(base[0].clone()),
)
torch.save(views, path("views.pt"))
torch.save(views, path("views-legacy.pt"), _use_new_zipfile_serialization=False)
torch.save({"e": torch.zeros(1).expand(100)}, path("expanded.pt"))
repeated = io.BytesIO()
torch.save({"e": torch.zeros(1_000_000, dtype=torch.uint8).expand(4, 1_000_000)}, repeated)
with zipfile.ZipFile(repeated) as stored, zipfile.ZipFile(path("widened.pt"), "w", zipfile.ZIP_DEFLATED) as deflated:
    for name in stored.namelist():
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        deflated.writestr(entry, stored.read(name), zipfile.ZIP_DEFLATED, 9)
torch.save(base, path("tensor.pt"))
torch.save(module, path("whole-module.pt"))
save_file({k: v.contiguous() for k, v in views.items() if k not in ("base", "again")}, path("views.safetensors"))


class Command:
    """What runs a command where a pickle is loaded without restriction."""

    def __reduce__(self):
        return (os.system, ("echo this must never run",))


with open(path("malicious.pkl"), "wb") as file:
    pickle.dump(Command(), file, protocol=2)
torch.save({"w": base, "x": Command()}, path("malicious.pt"))
torch.save({"w": base, "x": Command()}, path("malicious-legacy.pt"), _use_new_zipfile_serialization=False)

# What a rebuilding function is told beside the numbers.
torch.save(
    collections.OrderedDict(
        negative=torch._neg_view(base),
        negative_part=torch._neg_view(base[1:, ::2]),
        real_conjugate=base.conj(),
        uint16=torch.tensor([0, 65535, 7], dtype=torch.uint16)[1:],
        uint32=torch.tensor([2**32 - 1], dtype=torch.uint32),
        uint64=torch.tensor([2**53], dtype=torch.uint64),
        int16=torch.tensor([-2, 300], dtype=torch.int16),
        every_second=base[:, ::2],
        wants_gradient=base.clone().requires_grad_(),
    ),
    path("told.pt"),
)
annotated = base.clone()
annotated.note = "kept by Python"
for name, value in [
    ("sparse", base.to_sparse()),
    ("quantised", torch.quantize_per_tensor(base, 0.25, 0, torch.qint8)),
    ("meta", torch.zeros(2, device="meta")),
    ("complex", torch.zeros(2, dtype=torch.complex64)),
    ("float8", base.to(torch.float8_e4m3fn)),
    ("annotated", annotated),
    ("nested", torch.nested.nested_tensor([base[0], base[1]])),
]:
    torch.save({"w": value}, path(f"refused-{name}.pt"))

# Weights as training scripts wrap them.
averaged = torch.optim.swa_utils.AveragedModel(module)
torch.save(
    {
        "epoch": 3,
        "net.state": {"best": collections.OrderedDict(("_orig_mod.module." + k, v) for k, v in state.items())},
        "ema": averaged.state_dict(),
        "optimizer": {"state": {0: {"step": torch.tensor(1.0)}}, "param_groups": []},
    },
    path("wrapped.pt"),
)


class Tied(torch.nn.Module):
    """Two names for one parameter."""

    def __init__(self):
        super().__init__()
        self.there = torch.nn.Linear(4, 3, bias=False)
        self.back = torch.nn.Linear(4, 3, bias=False)
        self.there.weight.data.copy_(base)
        self.back.weight = self.there.weight


torch.save(Tied().state_dict(), path("tied.pt"))
save_model(Tied(), path("tied.safetensors"))

# Pickled dictionaries of arrays, as programs of before PyTorch keep weights.
layers = {
    "conv1": [quarters(2, 3).astype("<f4"), quarters(3).astype("<f4")],
    "fire2/squeeze": {"weights": np.asfortranarray(quarters(2, 3, 2).astype("<f4"))},
    "big": quarters(2, 2).astype(">f8"),
    "counts": np.array([-1, 3], dtype="i1"),
    "parts": (quarters(2), quarters(1), quarters(2, 1)),
    "epoch": 3,
    "note": "kept",
    "best": np.float64(0.5),
}
for protocol in (2, 3, 4):
    with open(path(f"arrays-{protocol}.pkl"), "wb") as file:
        pickle.dump(layers, file, protocol=protocol)
for name, value in [
    ("objects", {"a": np.array([{}], dtype=object)}),
    ("structures", {"a": np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")])}),
    ("complex", {"a": np.array([1j])}),
    ("numbers", {0: quarters(2)}),
    ("list", [quarters(2)]),
    ("empty", {"a": 1}),
]:
    with open(path(f"refused-{name}.pkl"), "wb") as file:
        pickle.dump(value, file, protocol=2)


# Flax's MessagePack (flax.serialization.to_bytes), written by hand: maps, texts, and arrays as extension 1.
def packed(value):
    if isinstance(value, dict):
        return bytes([0x80 | len(value)]) + b"".join(packed(k) + packed(v) for k, v in value.items())
    if isinstance(value, str):
        return bytes([0xA0 | len(value)]) + value.encode()
    if isinstance(value, int):
        return bytes([value]) if value < 128 else b"\xce" + value.to_bytes(4, "big")
    if isinstance(value, tuple):
        return bytes([0x90 | len(value)]) + b"".join(packed(v) for v in value)
    if isinstance(value, bytes):
        return b"\xc4" + bytes([len(value)]) + value
    inner = packed((value.shape, value.dtype.name, value.tobytes()))
    return b"\xc8" + len(inner).to_bytes(2, "big") + b"\x01" + inner


with open(path("flax.msgpack"), "wb") as file:
    file.write(
        packed(
            {
                "params": {
                    "Conv_0": {"kernel": quarters(1, 1, 2, 3).astype("<f4"), "bias": quarters(3)},
                    "BatchNorm_0": {"scale": quarters(3).astype("<f2")},
                },
                "batch_stats": {"BatchNorm_0": {"mean": quarters(3).astype("<f4")}},
                "step": 300,
            }
        )
    )

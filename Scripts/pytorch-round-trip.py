#!/usr/bin/env python3
"""Carries torchvision networks from PyTorch to Gradus and back and compares their logits.

    python3 Scripts/pytorch-round-trip.py PROGRAM

PROGRAM is the built ModelZoo. Needs torch, torchvision, numpy and safetensors. Weights are random;
the running statistics come from a batch, so that they are not trivial. For each network and format:

* there to here: PyTorch saves, Gradus loads and computes the logits of the same images;
* back: Gradus saves what it loaded, PyTorch loads it with strict=True, and both compute again.

Prints the greatest difference of any logit and exits with 1 where one is above 1e-4 of the greatest
logit's magnitude (at least 1).
"""
import os
import subprocess
import sys
import tempfile

import numpy as np
import torch
import torchvision
from safetensors.torch import load_file, save_file

NETWORKS = {
    "resnet18": lambda: torchvision.models.resnet18(),
    "googlenet": lambda: torchvision.models.googlenet(init_weights=True, aux_logits=True),
    "mobilenet_v2": lambda: torchvision.models.mobilenet_v2(),
}
SAVERS = {
    "safetensors": lambda state, path: save_file({k: v.contiguous() for k, v in state.items()}, path),
    "torch.save": lambda state, path: torch.save(state, path),
    "torch.save, legacy": lambda state, path: torch.save(
        state, path, _use_new_zipfile_serialization=False
    ),
}
TOLERANCE = 1e-4


def main():
    program = sys.argv[1]
    torch.manual_seed(1)
    failures = 0
    print(f"{'network':14}{'saved by':10}{'as':20}{'logits up to':>13}{'difference':>13}")

    def row(name, writer, form, reference, found):
        nonlocal failures
        difference = float(np.abs(reference - found).max())
        largest = float(np.abs(reference).max())
        verdict = "" if difference <= TOLERANCE * max(1, largest) else "  TOO LARGE"
        failures += bool(verdict)
        print(f"{name:14}{writer:10}{form:20}{largest:13.3f}{difference:13.2e}{verdict}", flush=True)

    with tempfile.TemporaryDirectory() as folder:

        def path(name):
            return os.path.join(folder, name)

        def gradus(*arguments):
            subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL)

        def gradus_logits(name, weights):
            gradus("logits", name, "--weights", weights, "--input", path("images.npy"),
                   "--output", path("logits.npy"))
            return np.load(path("logits.npy"))

        images = torch.randn(2, 3, 224, 224)
        np.save(path("images.npy"), images.numpy())
        for name, make in NETWORKS.items():
            model = make().train()
            with torch.no_grad():
                for parameter in model.parameters():
                    if parameter.dim() == 1:
                        parameter.uniform_(0.5, 1.5)
                for _ in range(3):
                    model(torch.randn(8, 3, 224, 224))
                model.eval()
                reference = model(images).numpy()
            for form, save in SAVERS.items():
                save(model.state_dict(), path("there"))
                row(name, "PyTorch", form, reference, gradus_logits(name, path("there")))
            for form in ["safetensors", "pytorch"]:
                gradus("convert", path("there"), path("back"), "--network", name, "--format", form)
                if form == "pytorch":
                    state = torch.load(path("back"), weights_only=True)
                else:
                    state = load_file(path("back"))
                back = make()
                back.load_state_dict(state, strict=True)
                back.eval()
                with torch.no_grad():
                    found = back(images).numpy()
                row(name, "Gradus", "torch.save" if form == "pytorch" else form, reference, found)
                original = model.state_dict()
                for key, tensor in state.items():
                    if not torch.equal(tensor, original[key]):
                        print(f"{name} {form}: {key} differs")
                        failures += 1
    if failures:
        sys.exit(f"{failures} failures")


main()

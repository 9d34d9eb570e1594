#!/usr/bin/env python3
"""Writes PyTorch's own samples of the operations, modules and optimisers that Gradus shares with it: inputs in
float64, results, gradients, Hessian-vector products, and parameters over twenty steps.

    python3 Scripts/make-conformance-samples.py FOLDER [NAME ...]
    GRADUS_CONFORMANCE=FOLDER swift test --traits Images --filter ConformanceTests

The samples are those of torch.testing, which PyTorch tests itself with. The folder gets `operations`, `modules`
and `optimizers` with a file of JSON lines for each name; it belongs outside of the repository. Needs torch and
expecttest.
"""
import os
import sys
import warnings

import torch

from conformance import modules, operations, optimizers


def main():
    warnings.simplefilter("ignore")
    folder, *wanted = sys.argv[1:]
    total = 0
    for kind, part in [("operations", operations), ("modules", modules), ("optimizers", optimizers)]:
        torch.manual_seed(0)
        total += part.write(os.path.join(folder, kind), wanted)
    print(f"{total} samples in {folder}", file=sys.stderr)


main()

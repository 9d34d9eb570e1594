"""Writes the network of a case as ONNX, with random weights, for the batch of the case.

    python peers/export.py CASE FILE
"""
import sys

import torch

from pytorch_cases import all_cases
from pytorch_work import network


def main():
    name, path = sys.argv[1:]
    case = next(case for case in all_cases() if case.name == name)
    torch.manual_seed(1)
    model, size, _ = network(case.network)
    images = torch.randn(case.batch, 3, size, size)
    torch.onnx.export(model.eval(), (images,), path, dynamo=True, external_data=False)


if __name__ == "__main__":
    main()

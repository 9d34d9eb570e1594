#!/usr/bin/env python3
"""Writes the node tests of the onnx package to a folder, for ONNXTests to run.

    Scripts/onnx-node-tests.py FOLDER
    GRADUS_ONNX_NODES=FOLDER swift test --traits Images --filter ONNXNodeTests

For each test a folder with model.onnx and the inputs and outputs as input_0.npy, output_0.npy, ...
Tests of sequences, optional values and text are left out and counted. Needs numpy and onnx.
"""
import os
import sys

import numpy
import onnx
from onnx.backend.test.case.node import collect_testcases


def main(folder):
    written, skipped = 0, 0
    for case in collect_testcases(None):
        if case.model is None or not case.data_sets:
            skipped += 1
            continue
        inputs, outputs = case.data_sets[0]
        values = [("input", inputs), ("output", outputs)]

        def plain(value):
            return isinstance(value, (numpy.ndarray, numpy.generic)) and numpy.asarray(value).dtype.kind in "fiub"

        if not all(plain(value) for _, group in values for value in group):
            skipped += 1
            continue
        here = os.path.join(folder, case.name)
        os.makedirs(here, exist_ok=True)
        onnx.save(case.model, os.path.join(here, "model.onnx"))
        for name, group in values:
            for place, value in enumerate(group):
                numpy.save(os.path.join(here, f"{name}_{place}.npy"), numpy.asarray(value))
        written += 1
    print(f"{written} tests written, {skipped} of other values left out")


if __name__ == "__main__":
    main(sys.argv[1])

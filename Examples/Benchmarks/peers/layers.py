"""Times the convolutions that `GradusBenchmarks layers` wrote with PyTorch, channels last.

    python peers/layers.py FILE [--seconds S] [--threads N]

Prints the same records with PyTorch's seconds.
"""
import argparse
import json
import statistics

import torch
import torch.nn.functional as F

from sampling import samples


def operands(record):
    layer, geometry = record["layer"], record["layer"]["geometry"]
    height, width, inputs_of_group, outputs = layer["filter"]
    last = torch.channels_last
    x = torch.randn(record["batch"], layer["inputs"], layer["height"], layer["width"]).contiguous(memory_format=last)
    w = torch.randn(outputs, inputs_of_group, height, width).contiguous(memory_format=last)
    padding = geometry["padding"]
    sides = [padding["left"], padding["right"], padding["top"], padding["bottom"]]
    even = sides[0] == sides[1] and sides[2] == sides[3]
    options = {
        "stride": (geometry["stride"]["height"], geometry["stride"]["width"]),
        "padding": (sides[2], sides[0]) if even else 0,
        "dilation": (geometry["dilation"]["height"], geometry["dilation"]["width"]),
        "groups": geometry["groups"],
    }
    return (x if even else F.pad(x, sides)), w, options


def passes(record):
    """A function for each pass of the layer."""
    x, w, options = operands(record)
    gradient = torch.randn_like(F.conv2d(x, w, **options))

    def backward(wanted):
        return lambda: torch.ops.aten.convolution_backward(
            gradient, x, w, None, options["stride"],
            options["padding"] if isinstance(options["padding"], tuple) else (0, 0),
            options["dilation"], False, [0, 0], options["groups"], wanted)

    return {
        "forward": lambda: F.conv2d(x, w, **options),
        "input-gradient": backward([True, False, False]),
        "filter-gradient": backward([False, True, False]),
    }


def middle(work, seconds):
    """The median of at least three repetitions after two that do not count."""
    return statistics.median(samples(work, 3, seconds, warm_up=2))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--seconds", type=float, default=0.03)
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    with open(options.file) as file:
        records = json.load(file)
    with torch.inference_mode():
        for record in records:
            work = passes(record)
            record["seconds"] = {name: middle(work[name], options.seconds) for name in record["seconds"]}
    print(json.dumps(records))


if __name__ == "__main__":
    main()

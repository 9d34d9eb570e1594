"""Times the functions that `GradusBenchmarks functions` times with PyTorch.

    python peers/functions.py [--elements N ...] [--seconds S] [--threads N]

Prints the same records with PyTorch's seconds.
"""
import argparse
import json
import statistics

import torch
import torch.nn.functional as F

from sampling import samples


def works(count):
    """A function for each work, on so many standard normal numbers in rows of 1000."""
    torch.manual_seed(1)
    x = torch.randn(count // 1000, 1000)
    positive, gradient = x.abs() + 0.1, torch.randn_like(x)
    ones, zeros = torch.ones(1000), torch.zeros(1000)

    def training():
        leaves = [t.detach().requires_grad_() for t in (x, ones, zeros)]
        F.layer_norm(leaves[0], (1000,), leaves[1], leaves[2]).backward(gradient)

    without_gradients = {
        "exp": lambda: torch.exp(x), "expm1": lambda: torch.expm1(x), "log": lambda: torch.log(positive),
        "log1p": lambda: torch.log1p(positive), "sin": lambda: torch.sin(x), "cos": lambda: torch.cos(x),
        "sqrt": lambda: torch.sqrt(positive), "erf": lambda: torch.erf(x), "sigmoid": lambda: torch.sigmoid(x),
        "tanh": lambda: torch.tanh(x), "gelu": lambda: F.gelu(x), "geluTanh": lambda: F.gelu(x, approximate="tanh"),
        "softplus": lambda: F.softplus(x), "silu": lambda: F.silu(x), "mish": lambda: F.mish(x),
        "elu": lambda: F.elu(x), "sum": lambda: x.sum(), "sum-0": lambda: x.sum(0), "sum-1": lambda: x.sum(1),
        "mean-1": lambda: x.mean(1), "max": lambda: x.amax(), "max-0": lambda: x.amax(0), "max-1": lambda: x.amax(1),
        "min-1": lambda: x.amin(1), "argmax-1": lambda: x.argmax(1), "norm": lambda: torch.linalg.vector_norm(x),
        "softmax": lambda: F.softmax(x, 1), "log-softmax": lambda: F.log_softmax(x, 1),
        "layer-norm": lambda: F.layer_norm(x, (1000,), ones, zeros), "normal": lambda: torch.randn(count // 1000, 1000),
    }

    def inferring(work):
        def run():
            with torch.inference_mode():
                work()
        return run

    found = {name: inferring(work) for name, work in without_gradients.items()}
    found["layer-norm-training"] = training
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--elements", type=int, nargs="+", default=[1000, 10_000, 1_000_000, 10_000_000])
    parser.add_argument("--seconds", type=float, default=0.05)
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    records = []
    for count in options.elements:
        for name, work in works(count).items():
            seconds = statistics.median(samples(work, 3, options.seconds, warm_up=2))
            records.append({"name": name, "elements": count, "seconds": seconds})
    print(json.dumps(records))


if __name__ == "__main__":
    main()

"""Samples of optimisers: twenty steps by the settings of torch.testing's OptimizerInfo and by more of them."""
import itertools

import torch
from torch.testing._internal.common_optimizers import optim_db

from . import samples

STEPS = 20
ADAM = [
    {"betas": betas, "eps": eps, "weight_decay": decay, "amsgrad": amsgrad}
    for betas, eps, decay, amsgrad in itertools.product([(0.9, 0.999), (0.6, 0.8)], [1e-8, 1e-3], [0.0, 0.05], [False, True])]
MORE = {
    "SGD": [
        {"lr": 0.1, "momentum": momentum, "weight_decay": decay, "nesterov": nesterov}
        for momentum, decay, nesterov in itertools.product([0.0, 0.5, 0.9], [0.0, 1e-2], [False, True])
        if momentum or not nesterov],
    "Adam": ADAM,
    "AdamW": ADAM,
    "NAdam": [
        {"betas": betas, "eps": eps, "weight_decay": decay, "momentum_decay": psi}
        for betas, eps, decay, psi in itertools.product([(0.9, 0.999), (0.6, 0.8)], [1e-8, 1e-3], [0.0, 0.05], [4e-3, 0.1])],
    "RMSprop": [
        {"alpha": alpha, "eps": eps, "weight_decay": decay, "momentum": momentum}
        for alpha, eps, decay, momentum in itertools.product([0.99, 0.7], [1e-8, 1e-3], [0.0, 0.05], [0.0, 0.9])],
}


def run(name, variant, settings):
    """The parameters after every step, moved by gradients that are drawn and the same for all settings."""
    generator = torch.Generator().manual_seed(4)
    draw = lambda *shape: torch.randn(*shape, generator=generator, dtype=torch.float64)
    parameters = [torch.nn.Parameter(draw(5)), torch.nn.Parameter(draw(2, 3))]
    start = [samples.values(p) for p in parameters]
    # Of all sizes, some 0.
    gradients = [
        [draw(*p.shape) * 10 ** (2 * draw(*p.shape)) * (draw(*p.shape) > -1) for p in parameters]
        for _ in range(STEPS)]
    optimizer = getattr(torch.optim, name)(parameters, **settings)
    steps = []
    for of_step in gradients:
        for parameter, gradient in zip(parameters, of_step):
            parameter.grad = gradient.clone()
        optimizer.step()
        steps.append([samples.values(p) for p in parameters])
    group, writer = optimizer.param_groups[0], samples.Writer()
    return {
        "optimizer": name, "variant": variant,
        "settings": {
            k: writer.argument(float(v) if isinstance(v, torch.Tensor) else v)
            for k, v in group.items() if k != "params"},
        "shapes": [list(p.shape) for p in parameters], "start": start,
        "gradients": [[samples.values(g) for g in of_step] for of_step in gradients], "steps": steps,
    }


def makers(name):
    for info in optim_db:
        if info.optim_cls is getattr(torch.optim, name):
            for sample in info.optim_inputs_func(device="cpu", dtype=torch.float64):
                yield lambda s=sample: run(name, s.desc, s.kwargs)
    for settings in MORE[name]:
        yield lambda s=settings: run(name, "more", s)


def write(folder, wanted):
    # NAdam keeps the product of its momenta in the default type.
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        return sum(samples.write(folder, name, makers(name)) for name in MORE if not wanted or name in wanted)
    finally:
        torch.set_default_dtype(before)

"""Samples of operations: those of torch.testing's OpInfo."""
import torch
from torch.testing._internal.common_methods_invocations import op_db

from . import samples

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


def named(name):
    """OpInfo's entries of a name, which may have a variant of its own behind a dot."""
    return [o for o in op_db if name == o.name + (
        "." + o.variant_test_name if o.variant_test_name in ("binary", "unbiased") else "")]


def makers(name):
    for op in named(name):
        # Reference samples are many more, with the numbers that are special to a function; some operations
        # have them only without derivatives.
        try:
            found = list(op.reference_inputs("cpu", torch.float64, requires_grad=True))
        except ValueError:
            found = op.sample_inputs("cpu", torch.float64, requires_grad=True)
        for sample in found:
            inputs, kwargs = samples.fresh([sample.input, *sample.args]), samples.fresh(sample.kwargs)
            yield lambda op=op, i=inputs, k=kwargs: samples.record(
                name, op.variant_test_name, lambda: op(*i, **k), i, k)


def write(folder, wanted):
    return sum(samples.write(folder, name, makers(name)) for name in OPERATIONS if not wanted or name in wanted)

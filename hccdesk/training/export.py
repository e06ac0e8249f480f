"""From a torch network to one self-contained ONNX file: weights kept as float16, computed as float32."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

OPSET = 18
_SMALL = 1024  # below this many numbers a tensor stays float32: nothing is saved, and biases keep their digits


def round_to_half(network: nn.Module) -> None:
    """Round every large weight to what float16 can hold, so that the network measured is the network shipped."""
    with torch.no_grad():
        for parameter in network.parameters():
            if _is_large(parameter.dim(), parameter.numel()):
                parameter.copy_(parameter.half().float())


def to_onnx(
    network: nn.Module,
    inputs: Mapping[str, Tensor],
    outputs: Sequence[str],
    dynamic: Mapping[str, Mapping[int, str]],
) -> bytes:
    """`network` as ONNX with named inputs and outputs; `dynamic` names the free axes of each tensor."""
    network.eval()
    with torch.no_grad(), tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # torch says that this exporter is the older one; the newer gives the same and takes ten times as long.
        warnings.simplefilter("ignore", DeprecationWarning)
        file = Path(folder) / "network.onnx"
        torch.onnx.export(
            network,
            tuple(inputs.values()),
            file,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={name: dict(axes) for name, axes in dynamic.items()},
            opset_version=OPSET,
            # Left to itself the exporter folds BatchNorm into the convolutions, after we rounded them.
            training=torch.onnx.TrainingMode.PRESERVE,
            do_constant_folding=False,
            dynamo=False,
        )
        return with_half_weights(file.read_bytes())


def with_half_weights(weights: bytes) -> bytes:
    """The same model with its large float32 initialisers stored as float16 and cast back in the graph."""
    model = onnx.load_from_string(weights)
    graph = model.graph
    casts = []
    for initializer in graph.initializer:
        if initializer.data_type != TensorProto.FLOAT or not _is_large(
            len(initializer.dims), int(np.prod(initializer.dims))
        ):
            continue
        name, stored = initializer.name, f"{initializer.name}__half"
        values = numpy_helper.to_array(initializer).astype(np.float16)
        initializer.CopyFrom(numpy_helper.from_array(values, stored))
        casts.append(helper.make_node("Cast", [stored], [name], name=f"{name}__cast", to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    model.producer_name, model.producer_version, model.doc_string = "hccdesk", "", ""
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def _is_large(axes: int, numbers: int) -> bool:
    return axes >= 2 and numbers >= _SMALL

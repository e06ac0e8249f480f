"""A site's own ResNet50 weights, as torchvision writes them: checked before anything of them is used."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor, nn

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.training.networks import new_resnet50
from hccdesk.training.tensor_file import read_tensors

IMAGENET_CLASSES = 1000
MAXIMUM_BYTES = 256 << 20
"""torchvision's file has 98 MiB."""
_COUNTERS = "num_batches_tracked"
_ADVICE = Sentence.of("Give the state dict of torchvision's resnet50, saved with torch.save.")


def read_imagenet_weights(file: Path) -> nn.Module:
    """A ResNet50 with the weights in `file`, a state dict with torchvision's names and shapes.

    Refused (`InputError`): what `read_tensors` refuses (a pickle that would run code is never run), names that are
    missing or unknown, other shapes or types. Old files have no batch counters; they may be missing.
    """
    state = read_tensors(file, MAXIMUM_BYTES, _ADVICE)
    network = new_resnet50(IMAGENET_CLASSES)
    _refuse_other_network(file, state, network.state_dict())
    network.load_state_dict(state, strict=False)
    return network.eval()


def _refuse_other_network(file: Path, state: dict[str, Tensor], expected: dict[str, Tensor]) -> None:
    missing = [name for name in expected if name not in state and not name.endswith(_COUNTERS)]
    unknown = [name for name in state if name not in expected]
    if missing or unknown:
        raise InputError(
            Sentence.of(
                "these are no weights of torchvision's resnet50: {missing} of its tensors are missing, {unknown} are "
                "unknown (the first: {name}).",
                missing=len(missing),
                unknown=len(unknown),
                name=ascii([*missing, *unknown][0])[:60],
            ),
            where=file,
            what_to_do=_ADVICE,
        )
    for name, value in state.items():
        _refuse_other_tensor(file, name, value, expected[name])


def _refuse_other_tensor(file: Path, name: str, value: Tensor, expected: Tensor) -> None:
    if value.shape != expected.shape or value.dtype != expected.dtype:
        raise InputError(
            Sentence.of(
                "the tensor {name} is {found}; torchvision's resnet50 has {expected}.",
                name=name,
                found=_described(value),
                expected=_described(expected),
            ),
            where=file,
            what_to_do=_ADVICE,
        )


def _described(tensor: Tensor) -> str:
    return f"{tuple(tensor.shape)} {str(tensor.dtype).removeprefix('torch.')}"

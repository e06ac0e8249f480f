"""First weights for HAIM's EfficientNet-B5, given by the site: published ones, or those of an earlier HAIM."""

from __future__ import annotations

import re
from pathlib import Path

import torch
from torch import Tensor

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.training.networks import HaimNetwork
from hccdesk.training.tensor_file import read_tensors

MAXIMUM_BYTES = 512 << 20
"""A B5 of 1,000 classes has 117 MiB."""
_STEM, _CLASSIFIER, _COUNTERS = "_conv_stem.weight", "_fc.", "num_batches_tracked"
_ADVICE = Sentence.of("Give a state dict of EfficientNet-B5 with the names of EfficientNet-PyTorch or of MONAI.")


def put_given_weights(network: HaimNetwork, file: Path) -> None:
    """Load the weights in `file` into `network`, all but the classifier.

    A stem for colours (48, 3, k, k) is summed over its channels: the bag is one grey picture. Blocks may be numbered
    through, as in EfficientNet-PyTorch, or by stage, as in MONAI. Refused (`InputError`): what `read_tensors` refuses,
    and tensors that are missing, unknown, or of another shape.
    """
    wanted = network.network.state_dict()
    given = _by_stage(read_tensors(file, MAXIMUM_BYTES, _ADVICE), list(wanted))
    stem = given.get(_STEM)
    if stem is not None and stem.dim() == 4 and stem.shape[1] == 3:
        given[_STEM] = stem.sum(dim=1, keepdim=True)
    given = {name: value for name, value in given.items() if not name.startswith(_CLASSIFIER)}
    _refuse_other_network(file, given, wanted)
    with torch.no_grad():
        network.network.load_state_dict(given, strict=False)


def _by_stage(given: dict[str, Tensor], wanted: list[str]) -> dict[str, Tensor]:
    stages = list(dict.fromkeys(m.group(0) for name in wanted if (m := re.match(r"_blocks\.\d+\.\d+\.", name))))

    def named(name: str) -> str:
        match = re.match(r"_blocks\.(\d+)\.(?=_)", name)
        if match is None or int(match.group(1)) >= len(stages):
            return name
        return stages[int(match.group(1))] + name[match.end() :]

    return {named(name): value for name, value in given.items()}


def _refuse_other_network(file: Path, given: dict[str, Tensor], wanted: dict[str, Tensor]) -> None:
    needed = [n for n in wanted if not n.startswith(_CLASSIFIER) and not n.endswith(_COUNTERS)]
    missing = [name for name in needed if name not in given]
    unknown = [name for name in given if name not in wanted]
    other = [name for name in given if name in wanted and given[name].shape != wanted[name].shape]
    if missing or unknown or other:
        raise InputError(
            Sentence.of(
                "these are no weights of EfficientNet-B5: {missing} of its tensors are missing, {unknown} are unknown, "
                "{other} have another shape (the first: {name}).",
                missing=len(missing),
                unknown=len(unknown),
                other=len(other),
                name=ascii([*missing, *unknown, *other][0])[:80],
            ),
            where=file,
            what_to_do=_ADVICE,
        )

"""First weights for HAIM: EfficientNet-B5 under both names it is published with, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch
from torch import Tensor

from hccdesk.domain.errors import InputError
from hccdesk.training.haim_weights import put_given_weights
from hccdesk.training.networks import HaimNetwork


@pytest.fixture(scope="module")
def state() -> dict[str, Tensor]:
    torch.manual_seed(3)
    return dict(HaimNetwork().network.state_dict())


def given(tmp_path: Path, content: object) -> Path:
    torch.save(content, tmp_path / "weights.pt")
    return tmp_path / "weights.pt"


def test_that_weights_are_taken_but_for_the_classifier(tmp_path: Path, state: dict[str, Tensor]) -> None:
    torch.manual_seed(4)
    network = HaimNetwork()
    own = network.last_layer.weight.clone()
    put_given_weights(network, given(tmp_path, {**state, "_fc.weight": torch.zeros(1000, 2048)}))
    taken = network.network.state_dict()
    assert all(torch.equal(taken[name], value) for name, value in state.items() if not name.startswith("_fc"))
    assert torch.equal(network.last_layer.weight, own)


def test_that_blocks_numbered_through_and_a_stem_for_colours_are_understood(
    tmp_path: Path, state: dict[str, Tensor]
) -> None:
    # EfficientNet-PyTorch numbers the 39 blocks of a B5 through: 3 + 5 + 5 + 7 + 7 + 9 + 3.
    stages = list(dict.fromkeys(m.group(0) for n in state if (m := re.match(r"_blocks\.\d+\.\d+\.", n))))
    assert len(stages) == 39
    renamed = {}
    for name, value in state.items():
        match = re.match(r"_blocks\.\d+\.\d+\.", name)
        renamed[f"_blocks.{stages.index(match.group(0))}.{name[match.end() :]}" if match else name] = value
    colours = torch.rand(48, 3, 3, 3)
    network = HaimNetwork()
    put_given_weights(network, given(tmp_path, {**renamed, "_conv_stem.weight": colours}))
    taken = network.network.state_dict()
    torch.testing.assert_close(taken["_conv_stem.weight"], colours.sum(dim=1, keepdim=True))
    last = next(name for name in state if name.startswith(stages[-1]) and name.endswith("weight"))
    assert torch.equal(taken[last], state[last])


class Harm:
    """Would run code when unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (Path("harm-was-done"),)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: {k: v for k, v in s.items() if k != "_conv_stem.weight"}, "1 of its tensors are missing"),
        (lambda s: {**s, "extra": torch.zeros(1)}, "1 are unknown"),
        (lambda s: {**s, "_conv_stem.weight": torch.zeros(48, 1, 5, 5)}, "1 have another shape"),
        (lambda s: {**s, "_conv_stem.weight": torch.full((48, 1, 3, 3), torch.nan)}, "not finite"),
        (lambda s: [1, 2], "no state dict"),
        (lambda s: {"a": Harm()}, "could run a program"),
    ],
)
def test_that_other_files_are_refused(tmp_path: Path, state: dict[str, Tensor], change, message: str) -> None:
    with pytest.raises(InputError, match=message):
        put_given_weights(HaimNetwork(), given(tmp_path, change(state)))
    assert not Path("harm-was-done").exists()

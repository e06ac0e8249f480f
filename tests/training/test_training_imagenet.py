"""A site's own ImageNet weights: taken as torchvision writes them, refused in words otherwise, never run."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from hccdesk.domain.errors import InputError
from hccdesk.training import imagenet_weights, tensor_file
from hccdesk.training.backbone_card import IMAGENET_BACKBONE, imagenet_manifest
from hccdesk.training.imagenet_weights import read_imagenet_weights
from hccdesk.training.networks import new_resnet50

State = dict[str, Any]


@pytest.fixture(scope="module")
def state() -> State:
    torch.manual_seed(0)
    return dict(new_resnet50(1000).state_dict())


def saved(folder: Path, state: Any) -> Path:
    file = folder / "resnet50.pth"
    torch.save(state, file)
    return file


def test_that_a_torchvision_state_dict_is_taken_as_it_is(tmp_path: Path, state: State) -> None:
    network = read_imagenet_weights(saved(tmp_path, state))
    assert not network.training
    for name, value in network.state_dict().items():
        assert torch.equal(value, state[name])


def test_that_old_files_may_lack_the_batch_counters(tmp_path: Path, state: State) -> None:
    old = {name: value for name, value in state.items() if not name.endswith("num_batches_tracked")}
    network = read_imagenet_weights(saved(tmp_path, old))
    assert torch.equal(network.state_dict()["layer4.2.conv3.weight"], state["layer4.2.conv3.weight"])


def without(state: State) -> State:
    return {name: value for name, value in state.items() if name != "layer1.0.conv1.weight"}


def with_another(state: State) -> State:
    return {**state, "layer5.weight": torch.zeros(2)}


def of_another_shape(state: State) -> State:
    return {**state, "conv1.weight": torch.zeros(64, 3, 3, 3)}


def of_another_type(state: State) -> State:
    return {**state, "conv1.weight": state["conv1.weight"].double()}


def with_nan(state: State) -> State:
    return {**state, "fc.bias": torch.full((1000,), float("nan"))}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without, r"1 of its tensors are missing, 0 are unknown \(the first: 'layer1.0.conv1.weight'\)"),
        (with_another, "0 of its tensors are missing, 1 are unknown"),
        (of_another_shape, r"conv1.weight is \(64, 3, 3, 3\) float32; torchvision's resnet50 has \(64, 3, 7, 7\)"),
        (of_another_type, r"conv1.weight is \(64, 3, 7, 7\) float64"),
        (with_nan, "'fc.bias' holds numbers that are not finite"),
        (lambda state: [state], "no state dict"),
        (lambda state: {**state, "note": "text"}, "no state dict"),
    ],
)
def test_that_another_network_is_refused_in_words(
    tmp_path: Path, state: State, change: Callable[[State], Any], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        read_imagenet_weights(saved(tmp_path, change(state)))


@pytest.mark.parametrize("old_format", [True, False])
@pytest.mark.bad("BAD-061")
def test_that_a_file_with_a_program_in_it_is_refused_and_not_run(
    tmp_path: Path, state: State, old_format: bool
) -> None:
    trace = tmp_path / "ran"

    class Malicious:
        def __reduce__(self) -> tuple[object, ...]:
            return os.system, (f"touch {trace}",)

    file = tmp_path / "evil.pth"
    torch.save({**state, "fc.bias": Malicious()}, file, _use_new_zipfile_serialization=not old_format)
    with pytest.raises(InputError, match="could run a program when read, and was not read"):
        read_imagenet_weights(file)
    assert not trace.exists()


def test_that_no_weights_and_no_file_are_refused(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no weights")
    for file in (text, tmp_path, tmp_path / "missing"):
        with pytest.raises(InputError):
            read_imagenet_weights(file)


@pytest.mark.control("RISK-40-a")
def test_that_a_file_too_large_or_packed_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imagenet_weights, "MAXIMUM_BYTES", 1 << 20)
    monkeypatch.setattr(tensor_file.torch, "load", lambda *a, **k: pytest.fail("it was read"))
    large = tmp_path / "large.pth"
    large.write_bytes(bytes(2 << 20))
    bomb = tmp_path / "bomb.pth"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data/0", bytes(8 << 20))
    assert bomb.stat().st_size < 1 << 20
    for file in (large, bomb):
        with pytest.raises(InputError, match="larger than 1 MiB"):
            read_imagenet_weights(file)


def test_that_their_bundle_is_public_and_says_whose_licence_holds() -> None:
    manifest = imagenet_manifest("a" * 64)
    assert (manifest.model_id, manifest.cohort_kind.value) == (IMAGENET_BACKBONE, "public")
    assert "not this program's" in manifest.licence
    assert "a" * 64 in manifest.cohort

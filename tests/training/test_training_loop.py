"""The loop: killed and resumed it ends at the very same network; another's checkpoint is left alone."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from hccdesk.domain.errors import Cancelled
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.training.checkpoint import Checkpoints, key_of
from hccdesk.training.loop import LoopSettings, TrainingRun, train

SETTINGS = LoopSettings(steps=12, learning_rate=1e-2, seed=3, l2=1e-2, checkpoints=4)


class Killed:
    """Progress that stops the training after so many steps."""

    def __init__(self, after: int) -> None:
        self._after = after

    def step(self, done: int, total: int, label: str) -> None:
        if done == self._after:
            raise Cancelled


def a_network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 2))


def trained(
    network: nn.Module,
    *,
    progress: Progress | None = None,
    checkpoints: Checkpoints | None = None,
    settings: LoopSettings = SETTINGS,
    steps_seen: list[int] | None = None,
) -> TrainingRun:
    def loss_of_step(step: int, rng: np.random.Generator) -> Tensor:
        if steps_seen is not None:
            steps_seen.append(step)
        images = torch.from_numpy(rng.standard_normal((6, 4)).astype(np.float32))
        return nn.functional.cross_entropy(network(images), torch.from_numpy(rng.integers(0, 2, 6)))

    return train(network, loss_of_step, settings, progress or NoProgress(), label="test", checkpoints=checkpoints)


def same(one: nn.Module, other: nn.Module) -> bool:
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("killed_after", [3, 4, 8, 11])
def test_that_a_killed_training_resumes_to_the_same_bits(tmp_path: Path, killed_after: int) -> None:
    through = a_network()
    run = trained(through)
    checkpoints = Checkpoints(tmp_path / "x.checkpoint", key_of(settings=SETTINGS))
    with pytest.raises(Cancelled):
        trained(a_network(), progress=Killed(killed_after), checkpoints=checkpoints)
    resumed = a_network()
    again = trained(resumed, checkpoints=checkpoints)
    assert again.began_at == killed_after // 3 * 3  # every third step is kept
    assert same(through, resumed)
    assert again.loss == run.loss


def test_that_a_finished_training_is_only_read(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path / "x.checkpoint", "k")
    first = a_network()
    trained(first, checkpoints=checkpoints)
    seen: list[int] = []
    second = a_network()
    assert trained(second, checkpoints=checkpoints, steps_seen=seen).began_at == 12
    assert seen == []
    assert same(first, second)
    assert not second.training


def test_that_a_checkpoint_of_other_settings_or_cohort_is_not_resumed_and_that_is_said(tmp_path: Path) -> None:
    keys = [key_of(settings=SETTINGS, cohort="a"), key_of(settings=SETTINGS, cohort="b")]
    keys.append(key_of(settings=replace(SETTINGS, l2=0.5), cohort="a"))
    assert len(set(keys)) == 3
    trained(a_network(), checkpoints=Checkpoints(tmp_path / "x.checkpoint", keys[0]))
    fresh, expected = a_network(), a_network()
    run = trained(fresh, checkpoints=Checkpoints(tmp_path / "x.checkpoint", keys[1]))
    trained(expected)
    assert run.began_at == 0
    assert [note.text for note in run.notes] == [
        "The checkpoint x.checkpoint is of other settings, another cohort or another version; training started from "
        "the beginning."
    ]
    assert same(fresh, expected)


@pytest.mark.parametrize("damage", [b"", b"no checkpoint", "cut"], ids=["empty", "text", "cut"])
def test_that_a_damaged_checkpoint_is_not_resumed_and_that_is_said(tmp_path: Path, damage: bytes | str) -> None:
    file = tmp_path / "x.checkpoint"
    trained(a_network(), checkpoints=Checkpoints(file, "k"))
    file.write_bytes(file.read_bytes()[:-400] if damage == "cut" else damage)
    found = Checkpoints(file, "k").read()
    assert isinstance(found, Sentence)
    assert found.text.startswith("The checkpoint x.checkpoint cannot be read")


@pytest.mark.bad("BAD-061")
def test_that_a_checkpoint_with_a_program_in_it_is_not_run(tmp_path: Path) -> None:
    file, trace = tmp_path / "x.checkpoint", tmp_path / "ran"

    class Malicious:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (trace,)

    torch.save({"format": 1, "key": "k", "step": Malicious()}, file)
    assert isinstance(Checkpoints(file, "k").read(), Sentence)
    file.write_bytes(pickle.dumps(Malicious()))
    assert isinstance(Checkpoints(file, "k").read(), Sentence)
    assert not trace.exists()


def test_that_what_stands_beside_the_network_is_resumed_too(tmp_path: Path) -> None:
    class Best:
        def __init__(self) -> None:
            self.seen = torch.zeros(())

        def state_dict(self) -> dict[str, Tensor]:
            return {"seen": self.seen}

        def load_state_dict(self, state: dict[str, Tensor]) -> None:
            self.seen = state["seen"]

    def run(best: Best, progress: Progress) -> None:
        network = a_network()

        def loss_of_step(step: int, rng: np.random.Generator) -> Tensor:
            best.seen = best.seen + 1
            return network(torch.ones(2, 4)).square().sum()

        checkpoints = Checkpoints(tmp_path / "x.checkpoint", "k")
        train(network, loss_of_step, SETTINGS, progress, label="test", checkpoints=checkpoints, beside=best)

    with pytest.raises(Cancelled):
        run(Best(), Killed(7))
    best = Best()
    run(best, NoProgress())
    assert float(best.seen) == 12


def test_that_the_penalty_spares_what_it_is_told_to_spare() -> None:
    network = nn.Linear(3, 2)
    with torch.no_grad():
        network.weight.fill_(1.0)
        network.bias.fill_(1.0)
    settings = replace(SETTINGS, l2=1.0, falling_rate=False)

    def no_loss(step: int, rng: np.random.Generator) -> Tensor:
        return sum(0.0 * parameter.sum() for parameter in network.parameters())

    train(network, no_loss, settings, NoProgress(), label="test", without_l2=(network.bias,))
    assert (network.bias == 1).all()
    assert (network.weight < 0.95).all()


def test_that_a_constant_rate_stays_and_a_falling_one_falls() -> None:
    def moved(falling: bool) -> float:
        network = nn.Linear(1, 1, bias=False)
        with torch.no_grad():
            network.weight.fill_(0.0)
        settings = LoopSettings(100, 1e-3, 0, falling_rate=falling)
        train(network, lambda step, rng: network.weight.sum(), settings, NoProgress(), label="test")
        return -float(network.weight.detach())

    # Adam on a constant gradient moves by its rate each step: 100 × 0.001.
    assert moved(False) == pytest.approx(0.1, rel=1e-3)
    assert moved(True) == pytest.approx(0.1 * 0.515, rel=0.1)  # about half: a cosine from 1 to 0.01, five steps of rise

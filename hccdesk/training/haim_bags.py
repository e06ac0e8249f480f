"""Patients as HAIM sees them: a bag of patch features each, brought to the picture that EfficientNet takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from hccdesk.domain.cohort import CohortPatient, CohortTable
from hccdesk.domain.sentence import Sentence
from hccdesk.training.features import CohortFeatures, LeftOut
from hccdesk.training.haim_settings import HaimSettings
from hccdesk.training.networks import BAG_ROWS

Floats = NDArray[np.float32]
Places = NDArray[np.int64]
Teacher = Callable[[NDArray[np.float64]], float]
"""P(SD/PD) of a mean patch (2048,)."""


@dataclass(frozen=True, slots=True)
class Bags:
    """Patients of known response, each with a bag (patch, 2048) in raster order."""

    patients: tuple[CohortPatient, ...]
    features: tuple[Floats, ...]

    def __len__(self) -> int:
        return len(self.patients)

    @property
    def patient_ids(self) -> tuple[str, ...]:
        """In order."""
        return tuple(patient.patient_id for patient in self.patients)

    @property
    def at_risk(self) -> NDArray[np.bool_]:
        """Who had SD or PD by mRECIST (patient,)."""
        return np.array([patient.responded is False for patient in self.patients], dtype=bool)

    @property
    def means(self) -> NDArray[np.float64]:
        """The mean patch of each patient (patient, 2048)."""
        return np.stack([bag.mean(axis=0, dtype=np.float64) for bag in self.features])

    @property
    def sizes(self) -> tuple[int, int]:
        """Patches of the smallest and of the largest bag."""
        counts = [len(bag) for bag in self.features]
        return min(counts), max(counts)

    def part(self, chosen: Places) -> Bags:
        """The patients at these places, in that order."""
        return Bags(tuple(self.patients[i] for i in chosen), tuple(self.features[i] for i in chosen))


def bags_of(table: CohortTable, features: CohortFeatures) -> tuple[Bags, tuple[LeftOut, ...]]:
    """Those of `table` with a bag and a known response, and everybody else with the reason."""
    row_of = {patient.patient_id: row for row, patient in enumerate(table.patients, start=2)}
    places = [i for i, patient in enumerate(features.patients) if patient.responded is not None]
    unknown = [
        LeftOut(row_of[patient.patient_id], Sentence.of("the response is unknown"))
        for patient in features.patients
        if patient.responded is None
    ]
    bags = Bags(tuple(features.patients[i] for i in places), tuple(features.vectors[i] for i in places))
    return bags, tuple(sorted((*features.left_out, *unknown), key=lambda one: one.row))


def picture(bag: Floats) -> Floats:
    """The bag (patch, 2048) brought to `BAG_ROWS` rows by area, as the network itself does with any bag."""
    edges = np.linspace(0, len(bag), BAG_ROWS + 1)
    patch = np.arange(len(bag))
    overlap = np.minimum(edges[1:, None], patch + 1) - np.maximum(edges[:-1, None], patch)
    weights = np.clip(overlap, 0, None) * BAG_ROWS / len(bag)
    return np.asarray(weights.astype(np.float32) @ bag)


def all_pictures(bags: Bags) -> Tensor:
    """Every patient's picture with all patches (patient, 1, rows, 2048)."""
    return torch.from_numpy(np.stack([picture(bag) for bag in bags.features])[:, None])


def batch(bags: Bags, settings: HaimSettings, step: int, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Pictures (b, 1, rows, 2048) and classes (b,: 0 CR/PR, 1 SD/PD) of the bags of one step."""
    chosen = _balanced(bags, settings, rng) if settings.balanced else _in_turn(bags, settings, step)
    size = int(rng.choice(settings.rows)) if settings.rows else None
    pictures = [picture(bags.features[i] if size is None else _resampled(bags.features[i], size, rng)) for i in chosen]
    return torch.from_numpy(np.stack(pictures)[:, None]), torch.from_numpy(bags.at_risk[chosen].astype(np.int64))


def taught_batch(
    bags: Bags, settings: HaimSettings, teacher: Teacher, rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """Pictures of bags mixed from two patients each, and what `teacher` says of them (b, 2: CR/PR, SD/PD)."""
    pictures, answers = [], []
    for _ in range(settings.bags_at_once):
        one, other = rng.integers(0, len(bags), 2)
        size = int(rng.choice(settings.rows))
        from_one = int(rng.integers(0, size + 1))
        drawn = np.concatenate([
            _resampled(bags.features[one], from_one, rng),
            _resampled(bags.features[other], size - from_one, rng),
        ])  # fmt: skip
        pictures.append(picture(drawn))
        risk = teacher(drawn.mean(axis=0, dtype=np.float64))
        answers.append((1 - risk, risk))
    return torch.from_numpy(np.stack(pictures)[:, None]), torch.tensor(answers, dtype=torch.float32)


def _balanced(bags: Bags, settings: HaimSettings, rng: np.random.Generator) -> Places:
    half = max(1, settings.bags_at_once // 2)
    at_risk = bags.at_risk
    return np.concatenate([rng.choice(np.flatnonzero(at_risk == risk), half) for risk in (False, True)])


def _in_turn(bags: Bags, settings: HaimSettings, step: int) -> Places:
    """Each learner once an epoch, in an order of the epoch's own."""
    epoch, place = divmod(step, settings.steps_an_epoch(len(bags)))
    order = np.random.default_rng([settings.seed, epoch, 1]).permutation(len(bags))
    # The last batch is filled from the epoch's first, because BatchNorm cannot learn from a single bag.
    return np.resize(np.roll(order, -place * settings.bags_at_once), min(settings.bags_at_once, len(bags)))


def _resampled(bag: Floats, size: int, rng: np.random.Generator) -> Floats:
    return bag[np.sort(rng.choice(len(bag), size, replace=size > len(bag)))]

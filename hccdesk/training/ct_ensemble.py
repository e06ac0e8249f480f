"""The side files from which the board gets an interval of P(response): heads refitted on resampled patients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.interval_file import (
    ENSEMBLE_FILE,
    ENSEMBLE_OUTPUT,
    INTERVAL_FILE,
    IntervalFacts,
    LeftOutCalibration,
    OwnProbabilities,
)
from hccdesk.inference.log_odds import log_odds
from hccdesk.inference.selftest import ENSEMBLE_EXPECTED_FILE, ENSEMBLE_INPUT_FILE
from hccdesk.statistics.recalibration import recalibrated
from hccdesk.training.bundle_files import selftest_files
from hccdesk.training.ct_cohort import CtCohort
from hccdesk.training.ct_response import HeadTrainer
from hccdesk.training.export import to_onnx
from hccdesk.training.networks import FEATURES, CtResponseHead

Floats = NDArray[np.float64]
SEED = 1_000
"""Seeds of the resampled networks follow on the head's own by so many: none begins as another one."""
OWN_SHARE = 0.95


class HeadEnsemble(nn.Module):
    """Heads of one shape side by side: vectors (n, 2048) and clinical (n, feature) to P(response), (n, head)."""

    def __init__(self, heads: Sequence[CtResponseHead]) -> None:
        super().__init__()
        self.first = nn.Linear(FEATURES, sum(head.first.out_features for head in heads))
        self.second = _stacked([head.second for head in heads])
        self.third = _stacked([head.third for head in heads])
        image = heads[0].third.out_features
        self.image = nn.Parameter(torch.stack([_towards(head)[:image] for head in heads])[:, :, None])
        self.clinical = nn.Parameter(torch.stack([_towards(head)[image:] for head in heads])[:, :, None])
        self.bias = nn.Parameter(torch.stack([head.classifier.bias[1] - head.classifier.bias[0] for head in heads]))
        self.heads, self.width = len(heads), heads[0].first.out_features
        with torch.no_grad():
            self.first.weight.copy_(torch.cat([head.first.weight for head in heads]))
            self.first.bias.copy_(torch.cat([head.first.bias for head in heads]))

    def forward(self, features: Tensor, clinical: Tensor) -> Tensor:
        """Of a slice, by every head."""
        first = torch.relu(self.first(features)).reshape(-1, self.heads, self.width).transpose(0, 1)
        second = torch.relu(torch.matmul(first, self.second[0]) + self.second[1])
        image = torch.matmul(second, self.third[0]) + self.third[1]
        odds = torch.matmul(image, self.image) + torch.matmul(clinical[None], self.clinical)
        return torch.sigmoid(odds[:, :, 0].transpose(0, 1) + self.bias)


def fit_members(trainer: HeadTrainer, cohort: CtCohort) -> tuple[CtResponseHead, ...]:
    """Heads as the shipped one, each of patients drawn with replacement and from a start of its own."""
    settings, heads = trainer.settings, []
    for number in range(settings.members):
        seed = settings.seed + SEED + number
        own = replace(trainer, settings=replace(settings, seed=seed))
        heads.append(own.fit(cohort.part(_drawn(cohort, seed)), f"resample {number + 1}")[0])
    return tuple(heads)


def interval_files(members: Sequence[CtResponseHead], cohort: CtCohort, left_out: Floats) -> dict[str, bytes]:
    """The bundle's side files; `left_out` (patient,) are probabilities by networks without the patient.

    Raises `InputError` where those are of no use: one outcome, or the wrong order.
    """
    return {
        INTERVAL_FILE: facts_of(len(members), cohort, left_out).as_bytes(),
        ENSEMBLE_FILE: (onnx := ensemble_onnx(members)),
        **selftest_files(onnx, _invented(cohort), (ENSEMBLE_INPUT_FILE, ENSEMBLE_EXPECTED_FILE)),
    }


def facts_of(members: int, cohort: CtCohort, left_out: Floats) -> IntervalFacts:
    """What `interval.json` says; raises `InputError` as `interval_files`."""
    found = recalibrated(left_out, cohort.responded, with_slope=True)
    calibration = LeftOutCalibration(
        intercept=found.intercept, slope=found.slope, covariance=found.covariance, patients=len(cohort)
    )
    return IntervalFacts(members=members, calibration=calibration, own=own_probabilities(cohort, left_out))


def own_probabilities(cohort: CtCohort, left_out: Floats) -> OwnProbabilities | None:
    """How far true probabilities lie from the network's; None for people, whose own nobody knows."""
    truth = [patient.true_response_probability for patient in cohort.patients]
    known = [value for value in truth if value is not None]
    if len(known) != len(truth) or not known:
        return None
    off = np.sort([abs(log_odds(own) - log_odds(float(said))) for own, said in zip(known, left_out, strict=True)])
    # The rank of split conformal prediction (Vovk et al. 2005): it holds for one more such patient.
    rank = min(int(np.ceil(OWN_SHARE * (len(off) + 1))), len(off))
    return OwnProbabilities(log_odds_reach=float(off[rank - 1]), patients=len(off))


def no_interval(error: InputError) -> Sentence:
    """Told where a head was trained whose interval cannot be computed."""
    return Sentence.of("The bundle gives no interval: {why}", why=error.said)


def ensemble_onnx(members: Sequence[CtResponseHead]) -> bytes:
    """The heads as one ONNX file; the number of slices is free."""
    clinical = members[0].classifier.in_features - members[0].third.out_features
    inputs: Mapping[str, Tensor] = {"features": torch.zeros(2, FEATURES), "clinical": torch.zeros(2, clinical)}
    free = {"features": {0: "n"}, "clinical": {0: "n"}, ENSEMBLE_OUTPUT: {0: "n"}}
    return to_onnx(HeadEnsemble(members), inputs, (ENSEMBLE_OUTPUT,), free)


def _drawn(cohort: CtCohort, seed: int) -> NDArray[np.int64]:
    """Places of patients, drawn until both outcomes are among them."""
    rng = np.random.default_rng([seed, 3])
    while True:
        places = np.sort(rng.integers(0, len(cohort), len(cohort)))
        if 0 < cohort.responded[places].sum() < len(cohort):
            return places


def _stacked(layers: Sequence[nn.Linear]) -> nn.ParameterList:
    weights = torch.stack([layer.weight.detach().T for layer in layers])
    return nn.ParameterList([weights, torch.stack([layer.bias.detach() for layer in layers])[:, None]])


def _towards(head: CtResponseHead) -> Tensor:
    weight: Tensor = head.classifier.weight.detach()
    return weight[1] - weight[0]


def _invented(cohort: CtCohort) -> dict[str, NDArray[np.float32]]:
    """Two vectors like the cohort's and nobody's: a bundle holds no patient's."""
    rng, slices = np.random.default_rng(7), cohort.all_slices
    vectors = np.abs(rng.normal(slices.mean(axis=0), slices.std(axis=0), (2, FEATURES)))
    clinical = (rng.random((2, cohort.clinical.shape[1])) < 0.5).astype(np.float32)
    return {"features": vectors.astype(np.float32), "clinical": clinical}

"""How a response model did on patients, from one score each: no network, no file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.cohort import CohortPatient
from hccdesk.domain.errors import InputError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import ModelKind
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import DecisionCurve, ResponseValidation
from hccdesk.statistics import roc
from hccdesk.statistics.brier import brier
from hccdesk.statistics.calibration import calibration
from hccdesk.statistics.confusion import confusion
from hccdesk.statistics.decision_curve import decision_curve
from hccdesk.workflow.validation_words import NO_RESPONSE, RESPONSE

Array = NDArray[np.float64]
Measured = TypeVar("Measured")

MODEL_NAMES: Mapping[ModelKind, str] = {ModelKind.CT_RESPONSE: "CT model", ModelKind.HAIM: "slide model (HAIM)"}


@dataclass(frozen=True, slots=True)
class ResponseScores:
    """One score a patient, in the order of `patients`, whose response is known.

    `score` (patient,) is what the model of `kind` prints: for CT the probability of response, for HAIM the
    post-treatment risk prediction score, which is that of no response. `threshold` is the bundle's.
    """

    kind: ModelKind
    patients: tuple[CohortPatient, ...]
    score: Array
    threshold: float

    @property
    def high_is_response(self) -> bool:
        """Whether a high score predicts response; HAIM's predicts SD or PD."""
        return self.kind is not ModelKind.HAIM

    @property
    def positive(self) -> NDArray[np.bool_]:
        """Who had what a high score predicts, (patient,)."""
        return np.array([bool(patient.responded) == self.high_is_response for patient in self.patients])

    def of_response(self, probability_of_response: Array) -> Array:
        """A probability of response turned to the polarity of this score."""
        return probability_of_response if self.high_is_response else 1 - probability_of_response


def response_validation(
    scores: ResponseScores, rivals: Mapping[str, Array] = MappingProxyType({})
) -> ResponseValidation:
    """Discrimination, the bundle's threshold, calibration and net benefit, one patient one vote.

    `rivals` are probabilities (patient,) of the same outcome by other models, for the decision curves. A measure that
    these patients cannot give says why.
    """
    score, positive = scores.score, scores.positive
    prevalence = float(positive.mean())
    return ResponseValidation(
        positive=RESPONSE if scores.high_is_response else NO_RESPONSE,
        patients=len(score),
        positives=int(positive.sum()),
        auc=or_why_not(lambda: roc.auc(score, positive)),
        roc=_found(or_why_not(lambda: roc.curve(score, positive))),
        confusion=or_why_not(lambda: confusion(score, positive, scores.threshold)),
        brier=_found(or_why_not(lambda: brier(score, positive))),
        calibration=or_why_not(lambda: calibration(score, positive)),
        decision_curves=_decision_curves(scores, rivals),
        best_reachable_auc=_best_reachable(scores),
        brier_of_prevalence=prevalence * (1 - prevalence),
    )


def or_why_not(measure: Callable[[], Measured]) -> Measured | NotComputed:
    """What `measure` gives, or the reason for which these patients do not give it."""
    try:
        return measure()
    except InputError as refusal:
        return NotComputed(refusal.said)


def _found(measured: Measured | NotComputed) -> Measured | None:
    return None if isinstance(measured, NotComputed) else measured


def _decision_curves(scores: ResponseScores, rivals: Mapping[str, Array]) -> tuple[DecisionCurve, ...]:
    named = {MODEL_NAMES[scores.kind]: scores.score, **rivals}
    return tuple(decision_curve(name, probability, scores.positive) for name, probability in named.items())


def _best_reachable(scores: ResponseScores) -> Estimate | None:
    truth = [p.true_response_probability for p in scores.patients if p.true_response_probability is not None]
    if len(truth) < len(scores.patients):
        return None
    return _found(or_why_not(lambda: roc.auc(scores.of_response(np.array(truth)), scores.positive)))

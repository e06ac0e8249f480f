"""Two nomograms that answer one question for one regimen: with image features, and with clinical features alone."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.result import CaseResult, SurvivalFinding

_OF_IMAGES = ("image_feature_", "response_probability")


@dataclass(frozen=True, slots=True)
class SurvivalPair:
    """The same question answered twice; never combined."""

    with_images: SurvivalFinding
    without_images: SurvivalFinding


def survival_pairs(result: CaseResult) -> tuple[SurvivalPair, ...]:
    """Each finding from images beside the first of clinical features alone with its endpoint, regimen and cohort."""
    found = [finding for _, finding in result.survival if isinstance(finding, SurvivalFinding)]
    clinical = [finding for finding in found if not from_images(finding)]
    pairs = ((one, next((c for c in clinical if _same_question(one, c)), None)) for one in found if from_images(one))
    return tuple(SurvivalPair(one, other) for one, other in pairs if other is not None)


def from_images(finding: SurvivalFinding) -> bool:
    """Whether a predictor of its nomogram was read from the CT."""
    return any(axis.variable.startswith(_OF_IMAGES) for axis in finding.nomogram.axes)


def _same_question(one: SurvivalFinding, other: SurvivalFinding) -> bool:
    def asked(finding: SurvivalFinding) -> tuple[object, ...]:
        return finding.endpoint, finding.in_regimen, finding.cohort_kind

    return asked(one) == asked(other)

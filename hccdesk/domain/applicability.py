"""Whether a model may speak about this patient: rule by rule, each with its answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hccdesk.domain.sentence import Sentence


class RuleAnswer(StrEnum):
    """Whether the patient is inside one rule of a model's scope."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


class Scope(StrEnum):
    """All rules together: inside, partly (something unknown, or a soft limit crossed), outside."""

    INSIDE = "inside"
    PARTLY = "partly"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule: its id (`regimen`, `ecog`, `child_pugh` …), the answer, and the sentence that explains it.

    `hard_stop`: the number is withheld while the answer is `OUTSIDE`.
    `soft`: being outside makes the whole `PARTLY` instead of `OUTSIDE` (an observed range, not an exclusion).
    """

    rule: str
    answer: RuleAnswer
    explanation: Sentence
    hard_stop: bool = False
    soft: bool = False


IMAGE_RULES = frozenset(
    {
        "ct_days_before_treatment",
        "scanners",
        "contrast_enhanced",
        "biopsy_before_treatment",
        "um_per_px",
        "bag_patches",
        "roi_volume_ml",
        "roi_slices",
        "tumour_region",
        "feature_space",
        "stain",
    }
)
"""Rules about an image or the region in it: they say nothing of a model that looks at no image."""


UNLIKE_TRAINING = frozenset({"feature_space", "stain"})
"""Rules that compare the images with the training patients'."""


@dataclass(frozen=True, slots=True)
class ApplicabilityVerdict:
    """A model's scope for this patient."""

    model_id: str
    rules: tuple[RuleResult, ...]

    @property
    def scope(self) -> Scope:
        """Outside if any hard rule is; partly if a soft one is, or something is unknown; otherwise inside."""
        if any(r.answer is RuleAnswer.OUTSIDE and not r.soft for r in self.rules):
            return Scope.OUTSIDE
        if all(r.answer is RuleAnswer.INSIDE for r in self.rules):
            return Scope.INSIDE
        return Scope.PARTLY

    @property
    def hard_stop(self) -> RuleResult | None:
        """The rule that withholds the number, or None."""
        return next((r for r in self.rules if r.hard_stop and r.answer is RuleAnswer.OUTSIDE), None)

    @property
    def without_images(self) -> ApplicabilityVerdict:
        """The rules that hold for the same patients where no image is looked at."""
        return ApplicabilityVerdict(self.model_id, tuple(r for r in self.rules if r.rule not in IMAGE_RULES))

    @property
    def loudest_first(self) -> tuple[RuleResult, ...]:
        """The rules not met: what stops, what excludes, what no training patient was like, what is unknown."""
        return tuple(sorted((r for r in self.rules if r.answer is not RuleAnswer.INSIDE), key=_quietness))


def _quietness(rule: RuleResult) -> tuple[bool, bool, bool, bool]:
    outside = rule.answer is RuleAnswer.OUTSIDE
    return not (outside and rule.hard_stop), not outside or rule.soft, not outside, rule.rule not in UNLIKE_TRAINING

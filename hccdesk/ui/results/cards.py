"""What the two response cards say, as values; the same words and colours for both directions. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.result import CaseResult, CtResponseFinding, HaimFinding, NotComputed
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import say


@dataclass(frozen=True, slots=True)
class CardContent:
    """One response card; `value` None where nothing was computed, and `notes` then say why.

    `response_above`: whether values at or above the threshold favour response (CT) or those below (slide).
    """

    title: str
    measure: str
    value: float | None = None
    threshold: float = 0.5
    response_above: bool = True
    spread: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    demonstration: bool = False

    @property
    def favours_response(self) -> bool | None:
        """The direction; None without a value."""
        if self.value is None:
            return None
        return (self.value >= self.threshold) is self.response_above


def ct_card(result: CaseResult) -> CardContent:
    """The CT model's card."""
    title, measure = translate("Results", "CT · response"), translate("Results", "probability of objective response")
    found = result.ct_response
    if isinstance(found, NotComputed):
        return CardContent(title, measure, notes=(say(found.reason),))
    slices = translate("Results", "{n} slices, each {low} to {high}")
    low, high = min(found.slice_probabilities), max(found.slice_probabilities)
    notes = [slices.format(n=len(found.slice_indices), low=f"{low:.2f}", high=f"{high:.2f}")]
    return CardContent(
        title,
        measure,
        found.probability_of_objective_response,
        found.threshold,
        response_above=True,
        spread=(low, high),
        notes=tuple(notes),
        warnings=_regimen_warning(found),
        demonstration=is_demonstration(found.model_id, result.models),
    )


def slide_card(result: CaseResult) -> CardContent:
    """The slide model's card."""
    title, measure = translate("Results", "Biopsy · HAIM"), translate("Results", "post-treatment risk score (PRPS)")
    found = result.slide_response
    if isinstance(found, NotComputed):
        return CardContent(title, measure, notes=(say(found.reason),))
    dropped = sum(found.patches_dropped.values())
    patches = translate("Results", "{kept} patches used, {dropped} left out")
    notes = [patches.format(kept=found.patches_kept, dropped=dropped)]
    return CardContent(
        title,
        measure,
        found.post_treatment_risk_prediction_score,
        found.threshold,
        response_above=False,
        notes=tuple(notes),
        warnings=_regimen_warning(found),
        demonstration=is_demonstration(found.model_id, result.models),
    )


def direction_word(content: CardContent) -> str:
    """The direction in words."""
    if content.favours_response is None:
        return translate("Results", "not computed")
    if content.favours_response:
        return translate("Results", "favours response")
    return translate("Results", "favours no response")


def threshold_line(content: CardContent) -> str:
    """The threshold, and which side of it is good."""
    if content.response_above:
        text = translate("Results", "threshold {threshold} · higher favours response")
    else:
        text = translate("Results", "threshold {threshold} · lower favours response")
    return text.format(threshold=f"{content.threshold:.3g}")


def is_demonstration(model_id: str, models: Sequence[ModelManifest]) -> bool:
    """Whether a model's numbers must carry the mark; a model we do not know must."""
    return next((model.is_demonstration for model in models if model.model_id == model_id), True)


def _regimen_warning(found: CtResponseFinding | HaimFinding) -> tuple[str, ...]:
    if found.in_regimen:
        return ()
    return (translate("Results", "Made for another regimen than the planned one: do not act on it."),)

"""What the two response cards say, as values; the same words and colours for both directions. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hccdesk.domain.leaning import Leaning, ScoreInterval, leaning
from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.result import NO_INTERVAL, CaseResult, CtResponseFinding, HaimFinding, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.demonstration import is_demonstration
from hccdesk.ui.language import translate
from hccdesk.ui.results.loudest_rules import scope_caution
from hccdesk.ui.spoken import say, words

Direction = Leaning
"""What a value speaks for; the value is the token of its colour."""

ARROWS = {Direction.RESPONSE: "▲", Direction.INDETERMINATE: "◆", Direction.NO_RESPONSE: "▼"}


@dataclass(frozen=True, slots=True)
class CardContent:
    """One response card; `value` None where nothing was computed, and `notes` then say why.

    `response_above`: whether values at or above the threshold favour response (CT) or those below (slide).
    `spread` are the lowest and highest of the model's slices, `interval` the value's 95 % limits where it has any;
    `basis` says what those were made from, or why there are none.
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
    interval: tuple[float, float] | None = None
    basis: str = ""
    caution: str = ""
    """What a reader must know of the model's scope before relying on the value."""
    threshold_origin: str = ""
    regimen: str = ""

    @property
    def favours_response(self) -> bool | None:
        """On which side of the threshold the value lies; None without a value."""
        if self.value is None:
            return None
        return (self.value >= self.threshold) is self.response_above

    @property
    def direction(self) -> Direction | None:
        """The direction; indeterminate where the interval holds the threshold."""
        if self.value is None:
            return None
        told = ScoreInterval(*self.interval, Sentence.literally(self.basis), 0) if self.interval else NO_INTERVAL
        return leaning(self.value, self.threshold, told, response_above=self.response_above)

    @property
    def grey_zone(self) -> tuple[float, float] | None:
        """The stretch that speaks for nothing: the interval where it holds the threshold."""
        return self.interval if self.direction is Direction.INDETERMINATE else None

    @property
    def outside(self) -> bool:
        """Whether the model was made for another regimen than the planned one."""
        return bool(self.warnings)


def ct_card(result: CaseResult) -> CardContent:
    """The CT model's card."""
    title, measure = translate("Results", "CT · response"), translate("Results", "probability of objective response")
    found = result.ct_response
    if isinstance(found, NotComputed):
        return CardContent(title, measure, notes=(say(found.reason),))
    slices = translate("Results", "mean of {n} slices; the slices spread from {low} to {high}")
    low, high = min(found.slice_probabilities), max(found.slice_probabilities)
    notes = [slices.format(n=len(found.slice_indices), low=f"{low:.2f}", high=f"{high:.2f}")]
    if found.readings:
        each = (f"{r.reader} {r.probability_of_objective_response:.2f} (Dice {r.dice:.2f})" for r in found.readings)
        notes.append(
            translate("Results", "On the regions of other readers: {readings}").format(readings=", ".join(each))
        )
    return CardContent(
        title,
        measure,
        found.probability_of_objective_response,
        found.threshold,
        response_above=True,
        spread=(low, high),
        notes=tuple(notes),
        warnings=_regimen_warning(found),
        caution=scope_caution(found.model_id, result),
        demonstration=is_demonstration(found.model_id, result.models),
        interval=_limits(found.interval),
        basis=_basis(found.interval),
        threshold_origin=_origin(found.model_id, result.models),
        regimen=_regimen(found.model_id, result.models),
    )


def slide_card(result: CaseResult) -> CardContent:
    """The slide model's card."""
    title, measure = translate("Results", "Biopsy · HAIM"), translate("Results", "post-treatment risk score (PRPS)")
    found = result.slide_response
    if isinstance(found, NotComputed):
        return CardContent(title, measure, response_above=False, notes=(say(found.reason),))
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
        caution=scope_caution(found.model_id, result),
        demonstration=is_demonstration(found.model_id, result.models),
        interval=_limits(found.interval),
        basis=_basis(found.interval),
        threshold_origin=_origin(found.model_id, result.models),
        regimen=_regimen(found.model_id, result.models),
    )


def direction_word(content: CardContent) -> str:
    """The direction in words."""
    if content.direction is None:
        return translate("Results", "not computed")
    return {
        Direction.RESPONSE: translate("Results", "favours response"),
        Direction.INDETERMINATE: translate("Results", "indeterminate"),
        Direction.NO_RESPONSE: translate("Results", "favours no response"),
    }[content.direction]


def threshold_line(content: CardContent) -> str:
    """The threshold, and which side of it is good."""
    if content.response_above:
        text = translate("Results", "threshold {threshold} · higher = more likely to respond")
    else:
        text = translate("Results", "threshold {threshold} · higher = less likely to respond")
    return text.format(threshold=f"{content.threshold:.3g}")


def interval_line(content: CardContent) -> str:
    """The 95 % limits, or that the model gives none."""
    if content.interval is None:
        return translate("Results", "no interval: this model gives none")
    low, high = content.interval
    said = translate("Results", "95 % interval {low} to {high}").format(low=f"{low:.2f}", high=f"{high:.2f}")
    return f"{said} · {grey_line()}" if content.grey_zone else said


def grey_line() -> str:
    """Why a value speaks for nothing."""
    return translate("Results", "it holds the threshold")


def basis_line(content: CardContent) -> str:
    """What the interval was made from; empty where nobody said."""
    if not content.basis:
        return ""
    text = (
        translate("Results", "Interval: {basis}") if content.interval else translate("Results", "No interval: {basis}")
    )
    return text.format(basis=content.basis)


def origin_line(content: CardContent) -> str:
    """Where the threshold comes from."""
    return translate("Results", "Threshold from: {origin}").format(origin=content.threshold_origin)


def regimen_line(content: CardContent) -> str:
    """For which treatment the model was made."""
    return translate("Results", "Made for {regimen}").format(regimen=content.regimen)


def other_regimen() -> str:
    """The label of a reading that was made for another treatment."""
    return translate("Results", "other regimen: outside scope, shown for information")


def _regimen_warning(found: CtResponseFinding | HaimFinding) -> tuple[str, ...]:
    return () if found.in_regimen else (other_regimen(),)


def _limits(interval: ScoreInterval | NotComputed) -> tuple[float, float] | None:
    return None if isinstance(interval, NotComputed) else (interval.low, interval.high)


def _basis(interval: ScoreInterval | NotComputed) -> str:
    return say(interval.reason if isinstance(interval, NotComputed) else interval.basis)


def _origin(model_id: str, models: Sequence[ModelManifest]) -> str:
    found = next((model.threshold for model in models if model.model_id == model_id), None)
    return words(found.origin) if found else ""


def _regimen(model_id: str, models: Sequence[ModelManifest]) -> str:
    found = next((model.regimen for model in models if model.model_id == model_id), None)
    return found.label if found else ""

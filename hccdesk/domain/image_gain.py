"""What the images change, in words: an answer with image features beside the one of clinical features alone.

Compared are only answers to one question, for one regimen, by models fitted on the same patients.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hccdesk.domain.applicability import Scope
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.leaning import Leaning
from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.result import CaseResult, NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.side_by_side_words import ENDPOINT_QUESTIONS


@dataclass(frozen=True, slots=True)
class SurvivalPair:
    """One question answered twice for the same regimen, by models of the same patients; never combined."""

    with_images: SurvivalFinding
    clinical_alone: SurvivalFinding


def what_images_change(result: CaseResult) -> tuple[Sentence, ...]:
    """A sentence for each question that is answered both ways, or why the two are not compared."""
    response = _response(result)
    return (*([response] if response else []), *(_survival(result, pair) for pair in survival_pairs(result)))


def survival_pairs(result: CaseResult) -> tuple[SurvivalPair, ...]:
    """The nomograms with image features that have one of clinical features alone beside them."""
    manifests = {model.model_id: model for model in result.models}
    found = [(manifests.get(name), one) for name, one in result.survival if isinstance(one, SurvivalFinding)]
    known = [(manifest, one) for manifest, one in found if manifest is not None]
    return tuple(
        SurvivalPair(images, alone)
        for with_images, images in known
        for without, alone in known
        if _same_question(with_images, without)
    )


def _same_question(with_images: ModelManifest, without: ModelManifest) -> bool:
    """The cohort's words name its table's sha256, so that equal words are the same patients."""
    if with_images.backbone is None or without.backbone is not None or with_images.regimen is None:
        return False
    asked, other = (
        (model.regimen, Endpoint.of_outputs(model.outputs), model.cohort) for model in (with_images, without)
    )
    return asked == other


def _response(result: CaseResult) -> Sentence | None:
    images, alone = result.ct_response, result.clinical_response
    if isinstance(images, NotComputed) or isinstance(alone, NotComputed):
        return None
    if not _speaks(result, images.model_id, images.in_regimen):
        return Sentence.of("Response with and without the CT is not compared: outside regimen or scope.")
    if Leaning.INDETERMINATE in (images.leaning, alone.leaning):
        return Sentence.of(
            "Response with and without the CT: at least one of the two is indeterminate, so neither confirms the other."
        )
    if images.leaning is not alone.leaning:
        return Sentence.of("Response: with the CT the model points the other way than the clinical features alone.")
    return Sentence.of("Response: with the CT the model points the same way as the clinical features alone.")


def _survival(result: CaseResult, pair: SurvivalPair) -> Sentence:
    images, alone = pair.with_images, pair.clinical_alone
    asked = ENDPOINT_QUESTIONS[images.endpoint]
    if not all(_speaks(result, one.model_id, one.in_regimen) for one in (images, alone)):
        return Sentence.of(
            "{endpoint} with and without the CT is not compared: outside regimen or scope.", endpoint=asked
        )
    shared = next(_shared_horizons(images, alone), None)
    if shared is None:
        return Sentence.of("{endpoint} with and without the CT is not compared: they share no time.", endpoint=asked)
    facts: dict[str, Sentence | str | float] = {
        "endpoint": asked,
        "months": shared,
        "images": images.probability_at_months[shared],
        "alone": alone.probability_at_months[shared],
    }
    limits = [finding.interval_at_months.get(shared) for finding in (images, alone)]
    if None in limits:
        return Sentence.of(
            "{endpoint} at {months} months: {images:.2f} with the CT, {alone:.2f} by clinical features alone.", **facts
        )
    if _overlap(*(limit for limit in limits if limit is not None)):
        return Sentence.of(
            "{endpoint} at {months} months: {images:.2f} with the CT, {alone:.2f} by clinical features alone; the 95 % "
            "intervals overlap.",
            **facts,
        )
    return Sentence.of(
        "{endpoint} at {months} months: {images:.2f} with the CT, {alone:.2f} by clinical features alone; the 95 % "
        "intervals do not overlap.",
        **facts,
    )


def _shared_horizons(one: SurvivalFinding, other: SurvivalFinding) -> Iterator[str]:
    return (months for months in one.probability_at_months if months in other.probability_at_months)


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _speaks(result: CaseResult, model_id: str, in_regimen: bool) -> bool:
    return in_regimen and all(v.scope is not Scope.OUTSIDE for v in result.applicability if v.model_id == model_id)

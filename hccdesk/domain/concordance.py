"""Whether the two response models point the same way: one rule and one set of words for screen and paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hccdesk.domain.applicability import Scope
from hccdesk.domain.leaning import Leaning
from hccdesk.domain.result import CaseResult, CtResponseFinding, HaimFinding, NotComputed
from hccdesk.domain.sentence import Sentence


class Agreement(StrEnum):
    """What may be said of two readings; `NOT_STATED` where one is missing, or outside its regimen or scope.

    `INDETERMINATE` where the interval of one holds its threshold: it can neither agree nor disagree.
    """

    NOT_STATED = "not stated"
    RESPONSE = "both favour response"
    NO_RESPONSE = "both favour no response"
    DISAGREE = "disagree"
    INDETERMINATE = "indeterminate"


@dataclass(frozen=True, slots=True)
class Concordance:
    """The agreement and the sentence that says it; never a number."""

    agreement: Agreement
    said: Sentence


def concordance(result: CaseResult) -> Concordance:
    """The two readings side by side, and only where both may speak about this patient."""
    ct, slide = result.ct_response, result.slide_response
    if isinstance(ct, NotComputed) or isinstance(slide, NotComputed):
        return _not_stated(Sentence.of("Concordance not stated: only where both response models gave a number."))
    silent = [finding.model_id for finding in (ct, slide) if not speaks(result, finding)]
    if silent:
        names = Sentence.listed([Sentence.literally(_title(result, model_id)) for model_id in silent])
        return _not_stated(Sentence.of("Concordance not stated: outside regimen or scope: {models}.", models=names))
    return _of_two(ct.leaning, slide.leaning)


def speaks(result: CaseResult, finding: CtResponseFinding | HaimFinding) -> bool:
    """Whether the reading was made inside its model's regimen, and no rule of its scope excludes this patient."""
    verdict = next((v for v in result.applicability if v.model_id == finding.model_id), None)
    return finding.in_regimen and not (verdict is not None and verdict.scope is Scope.OUTSIDE)


def _of_two(ct: Leaning, slide: Leaning) -> Concordance:
    if Leaning.INDETERMINATE in {ct, slide}:
        return Concordance(Agreement.INDETERMINATE, _GREY[ct, slide])
    if ct is not slide:
        return Concordance(
            Agreement.DISAGREE,
            Sentence.of("The two response models disagree; they see different tissue and must not be averaged."),
        )
    if ct is Leaning.RESPONSE:
        return Concordance(Agreement.RESPONSE, Sentence.of("Both response models favour response."))
    return Concordance(Agreement.NO_RESPONSE, Sentence.of("Both response models favour no response."))


_GREY = {
    (Leaning.INDETERMINATE, Leaning.INDETERMINATE): Sentence.of(
        "Both response models are indeterminate: each one's interval holds its threshold."
    ),
    (Leaning.RESPONSE, Leaning.INDETERMINATE): Sentence.of(
        "The CT model favours response, the slide model is indeterminate: they neither agree nor disagree."
    ),
    (Leaning.NO_RESPONSE, Leaning.INDETERMINATE): Sentence.of(
        "The CT model favours no response, the slide model is indeterminate: they neither agree nor disagree."
    ),
    (Leaning.INDETERMINATE, Leaning.RESPONSE): Sentence.of(
        "The slide model favours response, the CT model is indeterminate: they neither agree nor disagree."
    ),
    (Leaning.INDETERMINATE, Leaning.NO_RESPONSE): Sentence.of(
        "The slide model favours no response, the CT model is indeterminate: they neither agree nor disagree."
    ),
}


def _not_stated(said: Sentence) -> Concordance:
    return Concordance(Agreement.NOT_STATED, said)


def _title(result: CaseResult, model_id: str) -> str:
    return next((model.title for model in result.models if model.model_id == model_id), model_id)

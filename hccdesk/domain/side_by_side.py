"""Every answer of a result in one table: with image features, of clinical features alone, and published scores.

Each line keeps its own question, regimen and number; nothing here is averaged, and only answers to the same question,
for the same regimen, by models of the same patients are compared, in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from hccdesk.domain.applicability import Scope
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.leaning import ScoreInterval
from hccdesk.domain.manifest import CohortKind, ModelManifest
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import (
    CaseResult,
    CtResponseFinding,
    HaimFinding,
    NotComputed,
    ScoreFinding,
)
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.side_by_side_words import (
    BIOPSY,
    CLINICAL_ALONE,
    CLINICAL_FINDINGS,
    CT_AND_CLINICAL,
    ENDPOINT_QUESTIONS,
    IMAGE_FEATURES_AND_CLINICAL,
    LEANINGS,
    RESPONSE,
    SCORE_QUESTIONS,
    ScoreQuestion,
    of_hundred,
)


class NumberKind(StrEnum):
    """What stands behind a number; the four are never blurred."""

    DEMONSTRATION = "demonstration"
    PUBLIC = "public"
    PUBLISHED_SCORE = "published_score"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class LineNumber:
    """One number of a line: `label` says which of several it is ("12 mo"); limits where there are any."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer. `regimen` is None where none of the two is meant; `scope` is None for a published score.

    `said` are the words; where nothing was computed they are the reason, and there are no numbers.
    """

    name: Sentence
    question: Sentence
    looks_at: Sentence
    regimen: Regimen | None
    kind: NumberKind
    numbers: tuple[LineNumber, ...]
    said: tuple[Sentence, ...]
    scope: Scope | None = None
    in_regimen: bool = True
    model_id: str = ""

    @property
    def is_computed(self) -> bool:
        """Whether there is an answer."""
        return bool(self.numbers) or self.kind is NumberKind.PUBLISHED_SCORE

    @property
    def speaks(self) -> bool:
        """Whether it may be read for this patient: inside its regimen, and no rule excludes the patient."""
        return self.in_regimen and self.scope is not Scope.OUTSIDE


def answer_lines(result: CaseResult) -> tuple[AnswerLine, ...]:
    """The lines: response, survival, scores; of responses the planned regimen first, images before clinical alone."""
    return (*_response_lines(result), *_survival_lines(result), *_score_lines(result))


def _response_lines(result: CaseResult) -> Iterator[AnswerLine]:
    found = [
        line
        for line in (
            _response(result, result.ct_response, CT_AND_CLINICAL, "ct-response"),
            _clinical(result),
            _response(result, result.slide_response, BIOPSY, "haim"),
        )
        if line is not None
    ]
    return iter(sorted(found, key=lambda line: not line.in_regimen))


def _response(
    result: CaseResult, finding: CtResponseFinding | HaimFinding | NotComputed, looks_at: Sentence, kind: str
) -> AnswerLine | None:
    manifest = next((model for model in result.models if model.kind.value == kind), None)
    if manifest is None:
        return None
    if isinstance(finding, NotComputed):
        return _line(result, manifest, RESPONSE, looks_at, (), (finding.reason,))
    if isinstance(finding, CtResponseFinding):
        number = _with_limits("P", finding.probability_of_objective_response, finding.interval)
    else:
        number = _with_limits("PRPS", finding.post_treatment_risk_prediction_score, finding.interval)
    line = _line(result, manifest, RESPONSE, looks_at, (number,), (LEANINGS[finding.leaning],))
    return replace(line, in_regimen=finding.in_regimen)


def _clinical(result: CaseResult) -> AnswerLine | None:
    finding = result.clinical_response
    manifest = next((model for model in result.models if model.kind.value == "ct-response"), None)
    if manifest is None or (isinstance(finding, NotComputed) and not finding.applicable):
        return None
    name = Sentence.of("Clinical features alone, of the same patients")
    if isinstance(finding, NotComputed):
        return _line(result, manifest, RESPONSE, CLINICAL_ALONE, (), (finding.reason,), name)
    number = _with_limits("P", finding.probability_of_objective_response, finding.interval)
    line = _line(result, manifest, RESPONSE, CLINICAL_ALONE, (number,), (LEANINGS[finding.leaning],), name)
    return replace(line, in_regimen=finding.in_regimen)


def _survival_lines(result: CaseResult) -> Iterator[AnswerLine]:
    manifests = {model.model_id: model for model in result.models}
    for model_id, finding in result.survival:
        manifest = manifests.get(model_id)
        if manifest is None:
            continue
        question = ENDPOINT_QUESTIONS[Endpoint.of_outputs(manifest.outputs)]
        if isinstance(finding, NotComputed):
            yield _line(result, manifest, question, _looks_at(manifest), (), (finding.reason,))
            continue
        numbers = tuple(
            LineNumber(months, value, *finding.interval_at_months.get(months, (None, None)))
            for months, value in finding.probability_at_months.items()
        )
        line = _line(result, manifest, question, _looks_at(manifest), numbers, of_hundred(finding))
        yield replace(line, in_regimen=finding.in_regimen)


def _looks_at(manifest: ModelManifest) -> Sentence:
    if manifest.backbone is not None:
        return IMAGE_FEATURES_AND_CLINICAL
    return CLINICAL_FINDINGS if manifest.cohort_kind is CohortKind.PUBLIC else CLINICAL_ALONE


def _score_lines(result: CaseResult) -> Iterator[AnswerLine]:
    """The scores that were given, by what they are asked for."""
    for asked, names in SCORE_QUESTIONS.items():
        given = (finding for _, finding in result.scores if isinstance(finding, ScoreFinding))
        found = [finding for finding in given if finding.score in names]
        if found:
            yield _score_line(asked, found)


def _score_line(asked: ScoreQuestion, found: list[ScoreFinding]) -> AnswerLine:
    names = Sentence.listed([Sentence.literally(one.score) for one in found], ", ")
    said = tuple(_score_said(one) for one in found)
    return AnswerLine(names, asked.question, asked.looks_at, None, NumberKind.PUBLISHED_SCORE, (), said)


def _score_said(finding: ScoreFinding) -> Sentence:
    if finding.confirmed is not None:
        state = finding.note if finding.confirmed and finding.note else Sentence.of("suggested")
        return Sentence.of("{score} {group} ({state})", score=finding.score, group=finding.group, state=state)
    if not finding.components:
        return Sentence.of("{score} {group}", score=finding.score, group=finding.group)
    return Sentence.of("{score} {value}: {group}", score=finding.score, value=finding.printed, group=finding.group)


def _line(  # noqa: PLR0917 - one place where a line of a model is made
    result: CaseResult,
    manifest: ModelManifest,
    question: Sentence,
    looks_at: Sentence,
    numbers: tuple[LineNumber, ...],
    said: tuple[Sentence, ...],
    name: Sentence | None = None,
) -> AnswerLine:
    verdict = next((one for one in result.applicability if one.model_id == manifest.model_id), None)
    if verdict and looks_at is CLINICAL_ALONE:
        verdict = verdict.without_images
    return AnswerLine(
        name=name or Sentence.literally(manifest.title),
        question=question,
        looks_at=looks_at,
        regimen=manifest.regimen,
        kind=_KINDS[manifest.cohort_kind],
        numbers=numbers,
        said=said,
        scope=verdict.scope if verdict else None,
        in_regimen=manifest.made_for(result.regimen),
        model_id=manifest.model_id,
    )


def _with_limits(label: str, value: float, interval: ScoreInterval | NotComputed) -> LineNumber:
    if isinstance(interval, NotComputed):
        return LineNumber(label, value)
    return LineNumber(label, value, interval.low, interval.high)


_KINDS: Mapping[CohortKind, NumberKind] = {
    CohortKind.PHANTOM: NumberKind.DEMONSTRATION,
    CohortKind.PUBLIC: NumberKind.PUBLIC,
    CohortKind.SITE: NumberKind.SITE,
}

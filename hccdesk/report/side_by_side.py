"""What images add: each answer with image features beside the one of clinical features alone, never combined."""

from __future__ import annotations

from hccdesk.domain.applicability import Scope
from hccdesk.domain.image_gain import SurvivalPair, survival_pairs
from hccdesk.domain.leaning import Leaning, ScoreInterval
from hccdesk.domain.result import CaseResult, ClinicalResponseFinding, CtResponseFinding, NotComputed, SurvivalFinding
from hccdesk.domain.side_by_side import AnswerLine, LineNumber, NumberKind, answer_lines
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Cell, Heading, Table
from hccdesk.report.response_cards import leaning_cell
from hccdesk.report.standing import OUTSIDE_REGIMEN, OUTSIDE_SCOPE, of_finding
from hccdesk.report.survival_card import horizons
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice

_DASH = "–"
NUMBER_KIND_WORDS = {
    NumberKind.DEMONSTRATION: "DEMONSTRATION",
    NumberKind.PUBLIC: "public data",
    NumberKind.PUBLISHED_SCORE: "published",
    NumberKind.SITE: "a site's own patients",
}


def side_by_side(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    """A row for each question that both answer; nothing where clinical features were asked nothing."""
    rows = [*_response(result, voice), *(_survival(result, pair, voice) for pair in survival_pairs(result))]
    if not rows:
        return ()
    header = (
        voice.say("Same patients, same question"),
        voice.say("With image features"),
        voice.say("Clinical features alone"),
    )
    return (Table(header, tuple(rows), (3.0, 2.7, 2.7), compact=True, whole=True),)


def _response(result: CaseResult, voice: Voice) -> list[tuple[Cell, ...]]:
    alone, images = result.clinical_response, result.ct_response
    if isinstance(alone, NotComputed):
        if not alone.applicable:
            return []
        reason = Cell(voice.say("not computed: {reason}", reason=voice.tell(alone.reason)), Tone.MUTED)
        return [(Cell(voice.say("Objective response")), _score(images, result, voice), reason)]
    return [(Cell(voice.say("Objective response")), _score(images, result, voice), _score(alone, result, voice))]


def _score(
    finding: CtResponseFinding | ClinicalResponseFinding | NotComputed, result: CaseResult, voice: Voice
) -> Cell:
    if isinstance(finding, NotComputed):
        return Cell(_DASH, Tone.MUTED)
    number = numbers.probability(finding.probability_of_objective_response)
    if isinstance(finding.interval, ScoreInterval):
        low, high = (numbers.probability(limit) for limit in (finding.interval.low, finding.interval.high))
        number = f"{number} ({low}–{high})"
    return _leant(number, finding.leaning, finding.in_regimen and _in_scope(finding, result), voice)


def _leant(number: str, leaning: Leaning, speaks: bool, voice: Voice) -> Cell:
    said = leaning_cell(leaning, voice)
    return Cell(f"{number} · {said.text}", said.tone if speaks else Tone.GREYED)


def _in_scope(finding: CtResponseFinding | ClinicalResponseFinding, result: CaseResult) -> bool:
    """Clinical features alone ask nothing of the images, and no rule about images excludes their answer."""
    verdict = next((v for v in result.applicability if v.model_id == finding.model_id), None)
    if verdict is not None and isinstance(finding, ClinicalResponseFinding):
        verdict = verdict.without_images
    return verdict is None or verdict.scope is not Scope.OUTSIDE


def _survival(result: CaseResult, pair: SurvivalPair, voice: Voice) -> tuple[Cell, ...]:
    """The first horizon that both give; the others stand under Evidence."""
    alone = pair.clinical_alone.probability_at_months
    months = next((m for m, _ in horizons(pair.with_images) if m in alone), "")
    endpoint = voice.say(pair.with_images.endpoint.label)
    title = voice.say("{endpoint} at {months} months", endpoint=endpoint, months=months) if months else endpoint
    return (
        Cell(title),
        _at(months, pair.with_images, result),
        _at(months, pair.clinical_alone, result),
    )


def _at(months: str, finding: SurvivalFinding, result: CaseResult) -> Cell:
    tone = Tone.PLAIN if of_finding(result, finding).speaks else Tone.GREYED
    if not months:
        return Cell(_DASH, tone)
    number, limits = numbers.probability(finding.probability_at_months[months]), finding.interval_at_months.get(months)
    return Cell(number if limits is None else f"{number} ({'–'.join(map(numbers.probability, limits))})", tone)


def every_answer(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    """All answers under one another, each with its own question and regimen, for the pages of evidence."""
    rows = tuple(_answer(line, voice) for line in answer_lines(result))
    if not rows:
        return ()
    header = (
        voice.say("Answer of"),
        voice.say("Question"),
        voice.say("Looks at"),
        voice.say("Number (95% interval)"),
        voice.say("In words"),
    )
    said = voice.say("Each line is an answer of its own; none is averaged with another.")
    table = Table(header, rows, (2.5, 1.8, 2.1, 2.0, 2.6), compact=True, notes=said)
    return (Heading(voice.say("Every answer side by side")), table)


def _answer(line: AnswerLine, voice: Voice) -> tuple[Cell, ...]:
    tone = Tone.PLAIN if line.speaks else Tone.GREYED
    said = [voice.tell(one) for one in line.said]
    if line.model_id and not line.speaks:
        said.insert(0, voice.say(OUTSIDE_REGIMEN if not line.in_regimen else OUTSIDE_SCOPE))
    kind = f" ({voice.say(NUMBER_KIND_WORDS[line.kind])})"
    texts = (
        voice.tell(line.name) + kind,
        voice.tell(line.question) + (f" · {line.regimen.label}" if line.regimen else ""),
        voice.tell(line.looks_at),
        " · ".join(_number(one, voice) for one in line.numbers) or _DASH,
        ("; " if voice.language == "en" else "；").join(said),
    )
    return tuple(Cell(text, tone) for text in texts)


def _number(number: LineNumber, voice: Voice) -> str:
    said = numbers.probability(number.value)
    if number.low is not None and number.high is not None:
        said = f"{said} ({numbers.probability(number.low)}–{numbers.probability(number.high)})"
    if number.label.isdigit():
        return voice.say("{months} mo: {probability}", months=number.label, probability=said)
    return f"{number.label} {said}"

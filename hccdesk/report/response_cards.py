"""The two response cards: each model's number against its own threshold, with its direction in words; never fused."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hccdesk.domain.leaning import Leaning, ScoreInterval
from hccdesk.domain.manifest import ModelKind
from hccdesk.domain.result import CaseResult, CtResponseFinding, HaimFinding, NotComputed
from hccdesk.domain.slide import DropReason
from hccdesk.report import numbers
from hccdesk.report.blocks import Card, CardRow, Cell, KeyNumber
from hccdesk.report.figure_blocks import Gauge
from hccdesk.report.interval_brief import basis_in_brief
from hccdesk.report.standing import Standing, badges, missing_reason, of_finding, of_kind, scope_cell, scope_line
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

CT_TITLE = "CT · objective response"
SLIDE_TITLE = "Biopsy · HAIM"
HIGHER_IS_MORE = "Higher = more likely to respond"
HIGHER_IS_LESS = "Higher = less likely to respond"
DROP_WORDS: dict[str, str] = {
    DropReason.BACKGROUND.value: "background",
    DropReason.OUT_OF_FOCUS.value: "out of focus",
    DropReason.BAD_STAIN.value: "bad stain",
    DropReason.UNREADABLE.value: "unreadable",
    DropReason.NOT_SAMPLED.value: "not sampled",
}


LEANING_WORDS = {
    Leaning.RESPONSE: "● favours response",
    Leaning.INDETERMINATE: "◆ indeterminate",
    Leaning.NO_RESPONSE: "▼ favours no response",
}
LEANING_TONES = {
    Leaning.RESPONSE: Tone.RESPONSE,
    Leaning.INDETERMINATE: Tone.INDETERMINATE,
    Leaning.NO_RESPONSE: Tone.NO_RESPONSE,
}


@dataclass(frozen=True, slots=True)
class _Score:
    """A number on 0..1 with its own threshold, interval and direction."""

    value: float
    threshold: float
    interval: ScoreInterval | NotComputed
    response_is_high: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """What differs between the two cards."""

    number: KeyNumber
    verdict: Cell
    gauge: Gauge
    lines: tuple[Cell, ...]


def response_cards(result: CaseResult, voice: Voice) -> CardRow:
    """The CT card and the biopsy card, side by side."""
    return CardRow((_ct_card(result, voice), _slide_card(result, voice)))


def _ct_card(result: CaseResult, voice: Voice) -> Card:
    finding = result.ct_response
    if isinstance(finding, NotComputed):
        return not_computed_card(CT_TITLE, finding, of_kind(result, ModelKind.CT_RESPONSE), voice)
    standing = of_finding(result, finding)
    number = KeyNumber(
        numbers.probability(finding.probability_of_objective_response),
        voice.say("probability of objective response (CR or PR)"),
    )
    score = _Score(finding.probability_of_objective_response, finding.threshold, finding.interval, True)
    lines = (
        _of_one_hundred(score, voice),
        *interval_lines(score.interval, finding.leaning, voice),
        _direction(HIGHER_IS_MORE, finding.threshold, standing, voice),
        _slices(finding, voice),
        *_readings(finding, voice),
    )
    said = _Said(number, _verdict(finding.leaning, standing, voice), _gauge(score, voice), lines)
    return _card(voice.say(CT_TITLE), said, standing, voice)


def _slide_card(result: CaseResult, voice: Voice) -> Card:
    finding = result.slide_response
    if isinstance(finding, NotComputed):
        return not_computed_card(SLIDE_TITLE, finding, of_kind(result, ModelKind.HAIM), voice)
    standing = of_finding(result, finding)
    number = KeyNumber(
        numbers.probability(finding.post_treatment_risk_prediction_score),
        voice.say("post-treatment risk prediction score (PRPS)"),
    )
    score = _Score(finding.post_treatment_risk_prediction_score, finding.threshold, finding.interval, False)
    lines = (
        *interval_lines(score.interval, finding.leaning, voice),
        _direction(HIGHER_IS_LESS, finding.threshold, standing, voice),
        _patches(finding, voice),
    )
    said = _Said(number, _verdict(finding.leaning, standing, voice), _gauge(score, voice), lines)
    return _card(voice.say(SLIDE_TITLE), said, standing, voice)


def not_computed_card(title: str, finding: NotComputed, standing: Standing | None, voice: Voice) -> Card:
    """The card of a finding that could not be given: its reason in place of the number."""
    verdict = Cell(voice.say("Not computed"), Tone.CAUTION)
    scope = (scope_cell(standing, voice),) if standing and standing.verdict else ()
    named = subtitle(standing, voice) if standing else ""
    lines = (Cell(missing_reason(finding, voice)), *scope)
    return Card(voice.say(title), named, (), (), verdict, None, lines)


def _card(title: str, said: _Said, standing: Standing, voice: Voice) -> Card:
    lines = (*said.lines, *scope_line(standing, voice))
    marks, tone = badges(standing, voice), standing.tone
    return Card(title, subtitle(standing, voice), marks, (said.number,), said.verdict, said.gauge, lines, tone)


def subtitle(standing: Standing, voice: Voice) -> str:
    """The model by id and version, and the regimen it is for."""
    if standing.manifest is None:
        return value(standing.model_id)
    named = f"{value(standing.model_id)} {value(standing.manifest.version)}"
    regimen = standing.manifest.regimen
    return f"{named} · {voice.say('for {regimen}', regimen=regimen.label)}" if regimen else named


def leaning_cell(leaning: Leaning, voice: Voice) -> Cell:
    """What a score speaks for, with its mark: the same on every card and table."""
    return Cell(voice.say(LEANING_WORDS[leaning]), LEANING_TONES[leaning])


def _verdict(leaning: Leaning, standing: Standing, voice: Voice) -> Cell:
    said = leaning_cell(leaning, voice)
    return said if standing.speaks else replace(said, tone=Tone.GREYED)


def _gauge(score: _Score, voice: Voice) -> Gauge:
    response, no_response = voice.say("response"), voice.say("no response")
    low, high = (no_response, response) if score.response_is_high else (response, no_response)
    limits = score.interval if isinstance(score.interval, ScoreInterval) else None
    whisker = (limits.low, limits.high) if limits else None
    return Gauge(score.value, score.threshold, score.response_is_high, low, high, whisker)


def interval_lines(interval: ScoreInterval | NotComputed, leaning: Leaning, voice: Voice) -> tuple[Cell, ...]:
    """The 95 % limits with what was varied to get them, or why there are none; the grey zone in words."""
    if isinstance(interval, NotComputed):
        return (Cell(voice.say("No interval: {reason}", reason=voice.tell(interval.reason)), Tone.MUTED),)
    said = voice.say(
        "95% interval {low}–{high}. {basis}",
        low=numbers.probability(interval.low),
        high=numbers.probability(interval.high),
        basis=basis_in_brief(interval.basis, voice),
    )
    grey = Cell(voice.say("The interval holds the threshold: it speaks neither for nor against response."))
    return (Cell(said), *([grey] if leaning is Leaning.INDETERMINATE else []))


def _of_one_hundred(score: _Score, voice: Voice) -> Cell:
    n = round(100 * score.value)
    if isinstance(score.interval, NotComputed):
        return Cell(voice.say("Of 100 such patients about {n} respond (CR or PR).", n=n))
    low, high = round(100 * score.interval.low), round(100 * score.interval.high)
    said = voice.say("Of 100 such patients about {n} ({low} to {high}) respond (CR or PR).", n=n, low=low, high=high)
    return Cell(said)


def _direction(direction: str, threshold: float, standing: Standing, voice: Voice) -> Cell:
    said = voice.say("{direction}. Threshold {threshold}", direction=direction, threshold=numbers.threshold(threshold))
    if standing.manifest is None or standing.manifest.threshold is None or not standing.speaks:
        return Cell(said)  # of a number for information the origin stands in annex C
    return Cell(voice.say("{said} (from: {origin})", said=said, origin=standing.manifest.threshold.origin))


def _slices(finding: CtResponseFinding, voice: Voice) -> Cell:
    each = finding.slice_probabilities
    if not each:
        return Cell(voice.say("No values per slice recorded"), Tone.MUTED)
    text = voice.say(
        "{n} slices, {low}–{high} (no confidence interval)",
        n=len(each),
        low=numbers.probability(min(each)),
        high=numbers.probability(max(each)),
    )
    return Cell(text, Tone.MUTED)


def _readings(finding: CtResponseFinding, voice: Voice) -> tuple[Cell, ...]:
    """What the model says of the tumour as others drew it."""
    if not finding.readings:
        return ()
    each = (
        voice.say(
            "{reader} {probability} (Dice {dice})",
            reader=value(one.reader),
            probability=numbers.probability(one.probability_of_objective_response),
            dice=numbers.decimal(one.dice, 2),
        )
        for one in finding.readings
    )
    said = (", " if voice.language == "en" else "，").join(each)
    return (Cell(voice.say("On the regions of other readers: {readings}", readings=said)),)


def _patches(finding: HaimFinding, voice: Voice) -> Cell:
    dropped = sum(finding.patches_dropped.values())
    return Cell(
        voice.say("{kept} patches read, {dropped} dropped", kept=finding.patches_kept, dropped=dropped), Tone.MUTED
    )

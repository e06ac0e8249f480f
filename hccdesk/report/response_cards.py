"""The two response cards: each model's number against its own threshold, with its direction in words; never fused."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.manifest import ModelKind
from hccdesk.domain.result import CaseResult, CtResponseFinding, HaimFinding, NotComputed
from hccdesk.domain.slide import DropReason
from hccdesk.report import numbers
from hccdesk.report.blocks import Card, CardRow, Cell, KeyNumber
from hccdesk.report.figure_blocks import Gauge
from hccdesk.report.standing import Standing, badges, missing_reason, of_finding, of_kind, scope_cell
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
    gauge = _gauge(finding.probability_of_objective_response, finding.threshold, True, voice)
    lines = (_direction(HIGHER_IS_MORE, finding.threshold, voice), *_origin(standing, voice), _slices(finding, voice))
    return _card(voice.say(CT_TITLE), _Said(number, _verdict(finding, standing, voice), gauge, lines), standing, voice)


def _slide_card(result: CaseResult, voice: Voice) -> Card:
    finding = result.slide_response
    if isinstance(finding, NotComputed):
        return not_computed_card(SLIDE_TITLE, finding, of_kind(result, ModelKind.HAIM), voice)
    standing = of_finding(result, finding)
    number = KeyNumber(
        numbers.probability(finding.post_treatment_risk_prediction_score),
        voice.say("post-treatment risk prediction score (PRPS)"),
    )
    gauge = _gauge(finding.post_treatment_risk_prediction_score, finding.threshold, False, voice)
    lines = (_direction(HIGHER_IS_LESS, finding.threshold, voice), *_origin(standing, voice), _patches(finding, voice))
    return _card(
        voice.say(SLIDE_TITLE), _Said(number, _verdict(finding, standing, voice), gauge, lines), standing, voice
    )


def not_computed_card(title: str, finding: NotComputed, standing: Standing | None, voice: Voice) -> Card:
    """The card of a finding that could not be given: its reason in place of the number."""
    verdict = Cell(voice.say("Not computed"), Tone.CAUTION)
    scope = (scope_cell(standing, voice),) if standing and standing.verdict else ()
    named = subtitle(standing, voice) if standing else ""
    lines = (Cell(missing_reason(finding, voice)), *scope)
    return Card(voice.say(title), named, (), (), verdict, None, lines)


def _card(title: str, said: _Said, standing: Standing, voice: Voice) -> Card:
    lines = (*said.lines, scope_cell(standing, voice))
    marks, tone = badges(standing, voice), standing.tone
    return Card(title, subtitle(standing, voice), marks, (said.number,), said.verdict, said.gauge, lines, tone)


def subtitle(standing: Standing, voice: Voice) -> str:
    """The model by id and version, and the regimen it is for."""
    if standing.manifest is None:
        return value(standing.model_id)
    named = f"{value(standing.model_id)} {value(standing.manifest.version)}"
    regimen = standing.manifest.regimen
    return f"{named} · {voice.say('for {regimen}', regimen=regimen.label)}" if regimen else named


def _verdict(finding: CtResponseFinding | HaimFinding, standing: Standing, voice: Voice) -> Cell:
    if finding.favours_response:
        words, tone = voice.say("● favours response"), Tone.RESPONSE
    else:
        words, tone = voice.say("▼ favours no response"), Tone.NO_RESPONSE
    return Cell(words, tone if standing.speaks else Tone.GREYED)


def _gauge(number: float, threshold: float, response_is_high: bool, voice: Voice) -> Gauge:
    response, no_response = voice.say("response"), voice.say("no response")
    low, high = (no_response, response) if response_is_high else (response, no_response)
    return Gauge(number, threshold, response_is_high, low, high)


def _direction(direction: str, threshold: float, voice: Voice) -> Cell:
    return Cell(
        voice.say("{direction}. Threshold {threshold}", direction=direction, threshold=numbers.threshold(threshold))
    )


def _origin(standing: Standing, voice: Voice) -> tuple[Cell, ...]:
    if standing.manifest is None or standing.manifest.threshold is None:
        return ()
    return (Cell(voice.say("Threshold from: {origin}", origin=standing.manifest.threshold.origin), Tone.MUTED),)


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


def _patches(finding: HaimFinding, voice: Voice) -> Cell:
    dropped = sum(finding.patches_dropped.values())
    return Cell(
        voice.say("{kept} patches read, {dropped} dropped", kept=finding.patches_kept, dropped=dropped), Tone.MUTED
    )

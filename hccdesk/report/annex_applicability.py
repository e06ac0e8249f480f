"""Annex B: each model's scope, rule by rule, with its answer."""

from __future__ import annotations

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult
from hccdesk.domain.result import CaseResult
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, Table
from hccdesk.report.document import Section
from hccdesk.report.standing import of_model, scope_cell
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

ANSWER_WORDS = {RuleAnswer.INSIDE: "● inside", RuleAnswer.OUTSIDE: "■ outside", RuleAnswer.UNKNOWN: "▲ unknown"}
ANSWER_TONES = {RuleAnswer.INSIDE: Tone.PLAIN, RuleAnswer.OUTSIDE: Tone.PROBLEM, RuleAnswer.UNKNOWN: Tone.CAUTION}


def annex_applicability(result: CaseResult, voice: Voice) -> Section:
    """One table for each model that was judged."""
    blocks: list[Block] = []
    for verdict in result.applicability:
        blocks += _model(result, verdict, voice)
    if not blocks:
        blocks.append(Paragraph(voice.say("No model was judged."), Tone.MUTED))
    return Section(Heading(voice.say("Annex B – Applicability, rule by rule"), 1), tuple(blocks))


def _model(result: CaseResult, verdict: ApplicabilityVerdict, voice: Voice) -> list[Block]:
    standing = of_model(result, verdict.model_id)
    whole = scope_cell(standing, voice)
    header = (voice.say("Rule"), voice.say("Answer"), voice.say("Why"))
    rows = tuple(_rule(rule, voice) for rule in verdict.rules)
    return [
        Heading(f"{standing.title(voice)} ({value(verdict.model_id)})"),
        Paragraph(whole.text, whole.tone),
        Table(header, rows, (1.6, 1.1, 4.6), compact=True),
    ]


def _rule(rule: RuleResult, voice: Voice) -> tuple[Cell, ...]:
    answer = Cell(voice.say(ANSWER_WORDS[rule.answer]), ANSWER_TONES[rule.answer])
    return (
        Cell(voice.label(rule.rule)),
        answer,
        Cell(voice.tell(rule.explanation) + _weight(rule, voice)),
    )


def _weight(rule: RuleResult, voice: Voice) -> str:
    if rule.answer is not RuleAnswer.OUTSIDE:
        return ""
    if rule.hard_stop:
        return " " + voice.say("The number is withheld.")
    return " " + voice.say("An observed range, not an exclusion.") if rule.soft else ""

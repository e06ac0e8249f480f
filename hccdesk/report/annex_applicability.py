"""Annex B: each model's scope, rule by rule, with its answer."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult
from hccdesk.domain.result import CaseResult
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, Table
from hccdesk.report.document import Section
from hccdesk.report.standing import OUTSIDE_REGIMEN, Standing, of_model, scope_cell
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

ANSWER_WORDS = {RuleAnswer.INSIDE: "● inside", RuleAnswer.OUTSIDE: "■ outside", RuleAnswer.UNKNOWN: "▲ unknown"}
ANSWER_TONES = {RuleAnswer.INSIDE: Tone.PLAIN, RuleAnswer.OUTSIDE: Tone.PROBLEM, RuleAnswer.UNKNOWN: Tone.CAUTION}


def annex_applicability(result: CaseResult, voice: Voice) -> Section:
    """One table for each model that was judged."""
    blocks: list[Block] = []
    for number, verdict in enumerate(result.applicability):
        blocks += _model(result, verdict, result.applicability[:number], voice)
    if not blocks:
        blocks.append(Paragraph(voice.say("No model was judged."), Tone.MUTED))
    return Section(Heading(voice.say("Annex B – Applicability, rule by rule"), 1), tuple(blocks))


def _model(
    result: CaseResult, verdict: ApplicabilityVerdict, before: Sequence[ApplicabilityVerdict], voice: Voice
) -> list[Block]:
    standing = of_model(result, verdict.model_id)
    whole = scope_cell(standing, voice)
    return [
        Heading(f"{standing.title(voice)} ({value(verdict.model_id)})"),
        *_other_regimen(standing, voice),
        Paragraph(whole.text, whole.tone),
        _rules(result, verdict, before, voice),
    ]


def _rules(
    result: CaseResult, verdict: ApplicabilityVerdict, before: Sequence[ApplicabilityVerdict], voice: Voice
) -> Block:
    """Every rule; where all of them stand above with the same answers, where that is."""
    same = next((other for other in before if verdict.rules and set(verdict.rules) <= set(other.rules)), None)
    if same is not None:
        title = of_model(result, same.model_id).title(voice)
        said = voice.say(
            "All {n} rules stand above with the same answers, under {title}.", n=len(verdict.rules), title=title
        )
        return Paragraph(said, small=True)
    header = (voice.say("Rule"), voice.say("Answer"), voice.say("Why"))
    return Table(header, tuple(_rule(rule, voice) for rule in verdict.rules), (1.6, 1.1, 4.6), compact=True)


def _other_regimen(standing: Standing, voice: Voice) -> tuple[Paragraph, ...]:
    return () if standing.in_regimen else (Paragraph(f"■ {voice.say(OUTSIDE_REGIMEN)}", Tone.PROBLEM),)


def _rule(rule: RuleResult, voice: Voice) -> tuple[Cell, ...]:
    answer = Cell(voice.say(ANSWER_WORDS[rule.answer]), ANSWER_TONES[rule.answer])
    return (
        Cell(voice.label(rule.rule)),
        answer,
        Cell(_why(rule, voice)),
    )


def _why(rule: RuleResult, voice: Voice) -> str:
    why = voice.tell(rule.explanation)
    if rule.answer is not RuleAnswer.OUTSIDE or not (rule.hard_stop or rule.soft):
        return why
    weight = "The number is withheld." if rule.hard_stop else "An observed range, not an exclusion."
    return voice.say("{why}. {weight}", why=why.rstrip(".。"), weight=voice.say(weight))

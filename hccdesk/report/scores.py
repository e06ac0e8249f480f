"""Published scores: a compact table for page 1, and the full one with points and citation for the annex."""

from __future__ import annotations

from hccdesk.domain.result import CaseResult, NotComputed, ScoreFinding
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, Table
from hccdesk.report.standing import missing_reason
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

PAIRS = 4


def small_scores(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    """The scores that could be computed, four to a line, and the names of those that could not."""
    if not result.scores:
        return ()
    cells = [
        (Cell(voice.words(value(n))), Cell(_value_and_group(f, voice)))
        for n, f in result.scores
        if isinstance(f, ScoreFinding)
    ]
    cells += [(Cell(""), Cell(""))] * (-len(cells) % PAIRS)
    rows = tuple(tuple(c for pair in cells[i : i + PAIRS] for c in pair) for i in range(0, len(cells), PAIRS))
    table = (Table((), rows, (1.2, 1.1) * PAIRS, compact=True),) if rows else ()
    heading = Heading(voice.say("Published scores (computed by us, not by the laboratory)"), 3)
    return (heading, *table, *_absent(result, voice))


def _absent(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    names = [voice.words(value(name)) for name, finding in result.scores if isinstance(finding, NotComputed)]
    if not names:
        return ()
    joined = (", " if voice.language == "en" else "、").join(names)
    said = voice.say("Not computed, reasons in annex A: {scores}", scores=joined)
    return (Paragraph(said, Tone.MUTED, small=True),)


def _value_and_group(finding: ScoreFinding, voice: Voice) -> str:
    group = voice.words(finding.group)
    if not finding.components:  # a stage: its number is only its place in the list
        return f"{group} ({_confirmation(finding, voice)})" if finding.confirmed is not None else group
    return f"{_printed(finding.value)} · {group}" if group else _printed(finding.value)


def _printed(number: float) -> str:
    """Points as they are counted, in halves at the least; what is measured with two decimals."""
    return numbers.general(number) if float(2 * number).is_integer() else numbers.decimal(number, 2)


def _confirmation(finding: ScoreFinding, voice: Voice) -> str:
    if finding.in_spite_of_rules:
        return voice.say("stated, not suggested")
    return voice.say("confirmed") if finding.confirmed else voice.say("suggested")


def full_scores(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    """Every score with its component points and citation, or the reason why it is not there."""
    if not result.scores:
        return ()
    header = (
        voice.say("Score"),
        voice.say("Value"),
        voice.say("Group"),
        voice.say("Points and inputs"),
        voice.say("Source"),
    )
    rows = tuple(_full(name, finding, voice) for name, finding in result.scores)
    return (Heading(voice.say("Published scores")), Table(header, rows, (1.3, 0.7, 0.9, 2.8, 3.1), (1,), compact=True))


def _full(name: str, finding: ScoreFinding | NotComputed, voice: Voice) -> tuple[Cell, ...]:
    if isinstance(finding, NotComputed):
        reason = voice.say("not computed: {reason}", reason=missing_reason(finding, voice))
        return Cell(value(name)), Cell("–"), Cell("–"), Cell(reason, Tone.CAUTION), Cell("–")
    separator = ", " if voice.language == "en" else "，"
    components = separator.join(f"{voice.label(k)} {numbers.general(v)}" for k, v in finding.components.items())
    return (
        Cell(voice.words(value(name))),
        Cell(_printed(finding.value) if finding.components else "–"),
        Cell(_group(finding, voice)),
        Cell(_noted(components or _grounds(finding, voice) or "–", finding, voice)),
        Cell(_edition(finding, voice)),
    )


def _group(finding: ScoreFinding, voice: Voice) -> str:
    group = voice.words(finding.group)
    return group if finding.confirmed is None else f"{group} ({_confirmation(finding, voice)})"


def _noted(said: str, finding: ScoreFinding, voice: Voice) -> str:
    return f"{said}. {voice.tell(finding.note)}" if finding.note else said


def _edition(finding: ScoreFinding, voice: Voice) -> str:
    cited = voice.words(finding.citation)
    return f"{cited} – {voice.words(finding.edition)}" if finding.edition else cited


def _grounds(finding: ScoreFinding, voice: Voice) -> str:
    """The findings that made a stage."""
    return (", " if voice.language == "en" else "，").join(voice.tell(ground) for ground in finding.grounds)

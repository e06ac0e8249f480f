"""What the table of all answers says in each cell, as values; the words are the domain's. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.image_gain import what_images_change
from hccdesk.domain.printed_probability import printed_probability
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.side_by_side import AnswerLine, LineNumber, NumberKind, answer_lines
from hccdesk.ui.language import translate
from hccdesk.ui.results.scope_words import words_of
from hccdesk.ui.spoken import say


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row; `numbers` one below another. `outside`: shown for information only, greyed; `caution`: demonstration."""

    question: str
    looks_at: str
    regimen: str
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    standing: tuple[str, ...]
    outside: bool = False
    demonstration: bool = False
    there: bool = True


def answer_rows(result: CaseResult) -> tuple[AnswerRow, ...]:
    """The rows, as the domain orders them."""
    return tuple(_row(line) for line in answer_lines(result))


def comparisons(result: CaseResult) -> tuple[str, ...]:
    """What the images change, a sentence a question that is answered both ways."""
    return tuple(say(sentence) for sentence in what_images_change(result))


def compares_demonstrations(rows: tuple[AnswerRow, ...]) -> bool:
    """Whether the sentences below the table may tell numbers of a demonstration."""
    return any(row.demonstration for row in rows)


def _row(line: AnswerLine) -> AnswerRow:
    score = line.kind is NumberKind.PUBLISHED_SCORE
    said = tuple(_said(sentence) for sentence in line.said)
    return AnswerRow(
        question=say(line.question),
        looks_at=_looks_at(line),
        regimen=_regimen(line),
        numbers=said if score else tuple(_number(number) for number in line.numbers),
        words=() if score else said,
        standing=_standing(line),
        outside=not line.speaks,
        demonstration=line.kind is NumberKind.DEMONSTRATION,
        there=line.is_computed,
    )


def _looks_at(line: AnswerLine) -> str:
    """With the public cohort's name: the number is of its patients."""
    if line.kind is not NumberKind.PUBLIC:
        return say(line.looks_at)
    return translate("SideBySide", "{name}: {looks_at}").format(name=say(line.name), looks_at=say(line.looks_at))


def _said(sentence: Sentence) -> str:
    return say(sentence).replace(" -", " −")


def _regimen(line: AnswerLine) -> str:
    if line.regimen:
        return line.regimen.label
    if line.kind is NumberKind.PUBLISHED_SCORE:
        return translate("SideBySide", "not for one regimen")
    return translate("SideBySide", "other treatments")


def _number(number: LineNumber) -> str:
    months = translate("SideBySide", "{months} mo").format(months=number.label)
    value = f"{months if number.label.isdigit() else number.label} {printed_probability(number.value)}"
    return value if number.low is None else f"{value} ({number.low:.2f}–{number.high:.2f})"


def _standing(line: AnswerLine) -> tuple[str, ...]:
    kind = {
        NumberKind.DEMONSTRATION: translate("Results", "⚠ DEMONSTRATION"),
        NumberKind.PUBLIC: translate("SideBySide", "public cohort"),
        NumberKind.PUBLISHED_SCORE: translate("SideBySide", "published score"),
        NumberKind.SITE: translate("SideBySide", "this site's model"),
    }[line.kind]
    if line.scope is None:
        return (kind,)
    if not line.in_regimen:
        return kind, translate("SideBySide", "■ other regimen: for information")
    return kind, words_of(line.scope)


def column_titles() -> tuple[str, ...]:
    """The head of the table."""
    return (
        translate("SideBySide", "Question"),
        translate("SideBySide", "Looks at"),
        translate("SideBySide", "Made for"),
        translate("SideBySide", "Number (95 % interval)"),
        translate("SideBySide", "In words"),
        translate("SideBySide", "Standing"),
    )


def headline() -> str:
    """What the table is for."""
    return translate("SideBySide", "Side by side: with images, without, and by accepted scores")

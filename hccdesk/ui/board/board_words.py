"""How the board's record is told on the screen. No widgets."""

from __future__ import annotations

from datetime import datetime

from hccdesk.domain.board_opinion import (
    BoardDecision,
    BoardRecord,
    Expectation,
    OpinionTime,
    Reveal,
    RevealWay,
    WithModels,
)
from hccdesk.ui.language import QT_TRANSLATE_NOOP, translate

EXPECTATIONS = {
    Expectation.RESPONSE: QT_TRANSLATE_NOOP("Board", "Response"),
    Expectation.NO_RESPONSE: QT_TRANSLATE_NOOP("Board", "No response"),
    Expectation.UNDECIDED: QT_TRANSLATE_NOOP("Board", "Undecided"),
}
WITH_MODELS = {
    WithModels.AGREES: QT_TRANSLATE_NOOP("Board", "Agrees"),
    WithModels.DIFFERS: QT_TRANSLATE_NOOP("Board", "Differs"),
    WithModels.NOT_RELIED_ON: QT_TRANSLATE_NOOP("Board", "Not relied on"),
}
ROLES = (
    QT_TRANSLATE_NOOP("Board", "Chair"),
    QT_TRANSLATE_NOOP("Board", "Interventional radiology"),
    QT_TRANSLATE_NOOP("Board", "Hepatobiliary surgery"),
    QT_TRANSLATE_NOOP("Board", "Medical oncology"),
    QT_TRANSLATE_NOOP("Board", "Hepatology"),
    QT_TRANSLATE_NOOP("Board", "Radiology"),
    QT_TRANSLATE_NOOP("Board", "Pathology"),
    QT_TRANSLATE_NOOP("Board", "Radiation oncology"),
)
"""Offered while one types; any other can be typed."""


def board_word(text: str) -> str:
    """One of the words above, in the language of the window."""
    return translate("Board", text)


def expects(expectation: Expectation) -> str:
    """What a reader expects, as a phrase."""
    return {
        Expectation.RESPONSE: translate("Board", "expects response"),
        Expectation.NO_RESPONSE: translate("Board", "expects no response"),
        Expectation.UNDECIDED: translate("Board", "is undecided"),
    }[expectation]


def stands(with_models: WithModels) -> str:
    """How a decision stands to the models, as a phrase."""
    return {
        WithModels.AGREES: translate("Board", "Agrees with the models"),
        WithModels.DIFFERS: translate("Board", "Differs from the models"),
        WithModels.NOT_RELIED_ON: translate("Board", "Does not rely on the models"),
    }[with_models]


def stands_because(decision: BoardDecision) -> str:
    """How a decision stands to the models, and the reason where one was given."""
    told = stands(decision.with_models)
    if not decision.reason:
        return told
    return translate("Board", "{stands}: {reason}").format(stands=told, reason=decision.reason)


def moment(at: datetime) -> str:
    """Day and minute, in the time of this place."""
    return f"{at.astimezone() if at.tzinfo else at:%Y-%m-%d %H:%M}"


def person(name: str, role: str) -> str:
    """Who, and as what."""
    return f"{name} · {role}" if role else name


def reveal_line(reveal: Reveal, record: BoardRecord) -> str:
    """When the result was revealed, and after how many opinions or why without one."""
    at, count = moment(reveal.revealed_at), len(before(record))
    if reveal.reason:
        told = translate("Board", "{at} · revealed without an opinion, by {who}: {reason}")
        return told.format(at=at, who=reveal.revealed_by, reason=reveal.reason)
    if reveal.way is RevealWay.SETTING_OFF:
        return translate("Board", "{at} · revealed: asking for opinions was turned off").format(at=at)
    if reveal.way is RevealWay.SCORED_WITH_OTHERS:
        return translate("Board", "{at} · revealed: scored with other cases into a folder").format(at=at)
    if count == 1:
        return translate("Board", "{at} · revealed after 1 opinion").format(at=at)
    return translate("Board", "{at} · revealed after {n} opinions").format(at=at, n=count)


def before(record: BoardRecord) -> tuple[str, ...]:
    """Who gave an opinion before the result was seen, each once."""
    given = (one.reader for one in record.opinions if one.given is OpinionTime.BEFORE_RESULT)
    return tuple(dict.fromkeys(given))


def standing(record: BoardRecord) -> str:
    """Whether a report of this record is a draft or final, and why."""
    decision = record.decision
    if decision is None:
        return translate("Board", "DRAFT · no decision yet")
    if not record.is_final:
        return translate("Board", "DRAFT · the decision is not signed yet")
    signed = ", ".join(person(one.signed_by, one.role) for one in record.sign_offs)
    return translate("Board", "FINAL · signed by {who}").format(who=signed)

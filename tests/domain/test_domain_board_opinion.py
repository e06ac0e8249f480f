"""What a board's record says: which decision holds, who signed it, and what of it stands to which result."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hccdesk.domain.audit import BOARD_ACTS
from hccdesk.domain.board_opinion import (
    EARLIER_ELSEWHERE,
    BoardDecision,
    BoardEntry,
    BoardOpinion,
    BoardRecord,
    Expectation,
    OpinionTime,
    Reveal,
    SignOff,
    WithModels,
)

AT = datetime(2026, 1, 2, 14, 3, tzinfo=UTC)


def an_opinion(reader: str = "Chen", given: OpinionTime = OpinionTime.BEFORE_RESULT) -> BoardOpinion:
    return BoardOpinion(reader, given, AT, Expectation.RESPONSE)


def a_decision(minute: int = 0, result: int | None = 1) -> BoardDecision:
    at = AT + timedelta(minutes=minute)
    return BoardDecision(at, f"decision {minute}", WithModels.AGREES, "", ("Chen", "Wu"), result)


def a_signature(of: BoardDecision, name: str = "Wu") -> SignOff:
    return SignOff(name, "chair", of.decided_at + timedelta(seconds=5), of.decided_at)


def record(*entries: BoardEntry) -> BoardRecord:
    return BoardRecord(entries)


def test_that_only_a_signed_decision_is_final():
    decision = a_decision()
    assert not record().is_final
    assert not record(an_opinion(), decision).is_final
    assert record(an_opinion(), decision, a_signature(decision)).is_final


def test_that_a_later_decision_is_a_draft_until_it_is_signed_itself_and_the_earlier_stays():
    first, second = a_decision(0), a_decision(5)
    kept = record(first, a_signature(first), second)
    assert kept.decision is second
    assert not kept.is_final
    assert kept.signed_of(first) == (a_signature(first),)
    assert record(*kept.entries, a_signature(second)).is_final


@pytest.mark.control("RISK-61-a")
def test_that_a_decision_on_another_result_does_not_make_the_new_result_final():
    first = a_decision(0, result=1)
    kept = record(an_opinion(), first, a_signature(first))
    assert kept.about(1) == kept
    assert kept.about(2) == record(an_opinion())
    assert not kept.about(2).is_final


def test_that_a_decision_made_before_there_was_a_result_does_not_stand_to_one_that_came_later():
    first = a_decision(0, result=None)
    kept = record(first, a_signature(first))
    assert kept.about(None).is_final
    assert kept.about(1) == record()


def test_that_the_first_reveal_counts():
    first, second = Reveal(AT, "Wu", "emergency"), Reveal(AT + timedelta(days=1))
    assert record().reveal is None
    assert record(an_opinion(), first, second).reveal is first


def test_that_opinions_before_the_result_are_told_from_those_after():
    before, after = an_opinion(), an_opinion("Wu", OpinionTime.AFTER_RESULT)
    assert record(before, after).before() == (before,)


def test_that_a_copy_of_the_case_has_its_result_as_the_first_and_knows_that_others_stayed_behind():
    old, new = a_decision(0, result=2), a_decision(5, result=3)
    opinion = replace(an_opinion(), result_number=None)
    carried = record(opinion, old, new, a_signature(new)).carried(3)
    assert carried.entries == (
        opinion,
        replace(old, result_number=EARLIER_ELSEWHERE),
        replace(new, result_number=1),
        a_signature(new),
    )
    assert carried.about(1).is_final


def test_that_every_kind_of_line_is_an_act_of_its_own():
    kinds = (BoardOpinion, Reveal, BoardDecision, SignOff)
    assert set(BOARD_ACTS) == set(kinds)
    assert len(set(BOARD_ACTS.values())) == len(kinds)

"""The clinicians' part: filled from the record, blank where nothing is on record, final only when it was signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from report_builder import a_board, a_result

from hccdesk.domain.board_opinion import (
    BoardDecision,
    BoardOpinion,
    BoardRecord,
    Expectation,
    OpinionTime,
    Reveal,
    SignOff,
    WithModels,
)
from hccdesk.domain.report_options import ReportOptions
from hccdesk.report.blocks import Signatures
from hccdesk.report.document import ReportOutline
from hccdesk.report.identity import report_id
from hccdesk.report.outline import outline

# the builder's analysis ended on 1 March 2026 at 14:05:33 UTC; the board sat on the day after
LATER = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EARLIER = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def boxes(said: ReportOutline) -> list[str]:
    (block,) = (b for b in said.sections[0].blocks if isinstance(b, Signatures))
    return ["\n".join([box.title, *(cell.text for cell in box.said), *box.fields]) for box in block.boxes]


def told(board: BoardRecord, language: str = "en") -> ReportOutline:
    return outline(a_result(), language, board=board)


def test_that_without_a_record_all_three_boxes_are_blank_and_the_report_is_a_draft() -> None:
    said = outline(a_result(), "en")
    assert said.frame.status == "DRAFT – not signed" and not said.frame.is_final
    assert all("Name\nSignature\nDate" in box for box in boxes(said))
    assert "☐ as the models" in boxes(said)[2]


def test_that_opinions_decision_and_signature_are_printed_with_their_times() -> None:
    before, after, decision = boxes(told(a_board(at=LATER)))
    assert "Dr Wang (radiology), 2026-03-02 09:00 UTC: expects response. TACE-HAIC. Reason: encapsulated" in before
    assert "Dr Chen (oncology), 2026-03-02 09:02 UTC: undecided" in before and "Signature" not in before
    assert "Dr Wang (radiology), 2026-03-02 09:20 UTC: expects response" in after and "Dr Chen" not in after
    assert "2026-03-02 09:30 UTC: TACE-HAIC with PD-1 inhibitor and TKI, first session within a week" in decision
    assert "☑ differs from the models, because: capsule and one lobe speak for response" in decision
    assert "Present: Dr Wang, Dr Chen, Dr Müller" in decision
    assert "Signed: Dr Müller (chair), 2026-03-02 09:31 UTC" in decision


def test_that_a_signed_decision_makes_the_report_final_on_every_page() -> None:
    said = told(a_board(at=LATER))
    assert said.frame.status == "FINAL – signed by Dr Müller" and said.frame.is_final


def test_that_an_unsigned_decision_is_a_draft_with_a_line_to_sign_on() -> None:
    said = told(a_board(signed=False, at=LATER))
    assert said.frame.status == "DRAFT – not signed"
    assert "▲ Not signed" in boxes(said)[2] and "Signature" in boxes(said)[2]


@pytest.mark.parametrize("naive", [False, True])
def test_that_a_decision_made_before_this_analysis_never_makes_it_final(naive: bool) -> None:
    at = EARLIER.replace(tzinfo=None) if naive else EARLIER
    said = told(a_board(at=at))
    assert said.frame.status == "DRAFT – not signed" and not said.frame.is_final
    assert "▲ Decided before this analysis was made: to be decided and signed again." in boxes(said)[2]


def test_that_a_later_decision_is_not_signed_by_the_signature_of_the_one_before() -> None:
    board = a_board(at=LATER)
    again = BoardDecision(LATER + timedelta(hours=1), "HAIC", WithModels.NOT_RELIED_ON, "demonstration", (), 1)
    said = told(BoardRecord((*board.entries, again)))
    assert said.frame.status == "DRAFT – not signed"
    assert "HAIC" in boxes(said)[2] and "☑ the models were not relied on, because: demonstration" in boxes(said)[2]


def test_that_of_many_opinions_the_last_two_stand_on_page_one_and_all_in_annex_e() -> None:
    given = tuple(
        BoardOpinion(f"Reader {n}", OpinionTime.BEFORE_RESULT, LATER + timedelta(minutes=n), Expectation.RESPONSE)
        for n in range(5)
    )
    said = told(BoardRecord(given))
    assert "Reader 2" not in boxes(said)[0] and "Reader 4" in boxes(said)[0] and "3 more in annex E" in boxes(said)[0]
    assert all(said.text.count(f"Reader {n}") >= 1 for n in range(5))


def test_that_a_result_seen_without_an_opinion_leaves_no_box_to_write_one_in_afterwards() -> None:
    passed = Reveal(LATER, "Dr Wang", "emergency")
    before = boxes(told(BoardRecord((passed,))))[0]
    assert "▲ None was given. The result was uncovered (Dr Wang, 2026-03-02 09:00 UTC). Reason: emergency" in before
    assert "Signature" not in before


def test_that_long_words_are_cut_on_page_one_and_whole_in_annex_e() -> None:
    decision = "first session within a week, " * 20 + "the end"
    board = BoardRecord((BoardDecision(LATER, decision, WithModels.AGREES, "", ("Dr Wang",), 1),))
    said = told(board)
    assert "the end" not in boxes(said)[2] and "…" in boxes(said)[2]
    assert "the end" in said.text


def test_that_a_readers_word_is_not_taken_for_a_clinical_field() -> None:
    # "encapsulated" is also the name of a field, which a reason of the program would be told by its label
    assert "Reason: encapsulated" in boxes(told(a_board(at=LATER)))[0]
    assert "理由：encapsulated" in boxes(told(a_board(at=LATER), "zh"))[0]


def test_that_the_record_is_part_of_the_reports_number() -> None:
    result = a_result()
    numbers = {
        report_id(result),
        report_id(result, ReportOptions(board=a_board(at=LATER))),
        report_id(result, ReportOptions(board=a_board(signed=False, at=LATER))),
        report_id(result, ReportOptions(patient_page=True)),
        report_id(result, ReportOptions(board=a_board(at=LATER), patient_page=True)),
    }
    assert len(numbers) == 5
    assert report_id(result, ReportOptions("zh", board=a_board(at=LATER))) in numbers


def test_that_the_names_are_only_on_paper_and_the_signature_is_of_a_person() -> None:
    board = a_board(signed=False, at=LATER)
    signed = SignOff("欧阳伟", "主任", LATER + timedelta(hours=1), LATER + timedelta(minutes=30))
    said = told(replace(board, entries=(*board.entries, signed)), "zh")
    assert said.frame.status == "终稿 – 欧阳伟 已签字" and "签字：欧阳伟 (主任)" in boxes(said)[2]

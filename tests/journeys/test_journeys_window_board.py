"""A board at the window: what it thinks before and after the models, decides and signs; and that all of it stays."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from reader_hands import Reader, sit_down

from hccdesk.domain.board_opinion import (
    BoardDecision,
    BoardOpinion,
    BoardRecord,
    OpinionTime,
    Reveal,
    SignOff,
    WithModels,
)
from hccdesk.domain.progress import NoProgress
from hccdesk.ui.report_screen.choices import choices_of
from hccdesk.workflow.case_library import case_library

pytestmark = pytest.mark.timeout(600)

A_NUMBER = re.compile(r"(?<![\d.])0\.\d\d(?!\d)|of 100")
"""A probability as the Results screen writes it."""


def type_in(reader: Reader, title: str, text: str) -> None:
    """Into the field of that name."""
    for kind in (QLineEdit, QPlainTextEdit):
        for field in reader.seen(kind):
            if field.accessibleName() == title:
                field.setFocus()
                field.selectAll()
                reader.qtbot.keyClicks(field, text)
                return
    raise AssertionError(f"no field {title}")


def opine(reader: Reader, name: str, expectation: str, decision: str) -> None:
    """What a member says, in the form that is shown."""
    type_in(reader, "Name", name)
    reader.press(f"What do you expect?: {expectation}")
    type_in(reader, "What would you do? (optional)", decision)
    reader.press("Record this opinion")
    reader.wait()


def says_a_number(reader: Reader) -> bool:
    return reader.reads(A_NUMBER.pattern)


def report_of(reader: Reader) -> str:
    """The words on the pages that would be saved now."""
    session = reader.session
    result = session.model.seen_result
    assert result is not None
    pages = session.verbs.preview_report(result, choices_of(session).options, NoProgress()).pdf
    with pypdfium2.PdfDocument(pages) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def record_on_disk(home: Path) -> BoardRecord:
    library = case_library(home / "cases")
    library.open()
    try:
        (entry,) = library.list().entries
        return BoardRecord(library.opinions(entry.case_id))
    finally:
        library.close()


def test_that_a_board_says_what_it_thinks_sees_the_models_decides_and_signs_and_all_of_it_is_there_again(
    qtbot, sample, few_patches, tmp_path
):
    home = tmp_path / "home"
    home.mkdir()
    reader = sit_down(qtbot, home, opinion_first=True)
    try:
        reader.drop(sample.ct_folder, sample.ct_roi)
        reader.drop(sample.slide, few_patches, sample.clinical)
        reader.go("Board")
        opine(reader, "Chen", "Response", "two cycles")
        reader.go("Results")
        reader.press("Analyse")
        reader.wait(300_000)
        assert reader.session.model.is_covered
        assert not says_a_number(reader)
        reader.go("Report")
        assert reader.reads("The result is covered")
        reader.go("Results")
        opine(reader, "Wu", "Undecided", "")
        reader.press("Reveal the result")
        reader.wait()
        assert says_a_number(reader)
        reader.go("Board")
        opine(reader, "Wu", "No response", "resection")
        reader.press("Decision")
        type_in(reader, "What was decided?", "Two cycles, then imaging")
        reader.press("How does it stand to the models?: Differs")
        type_in(reader, "Reason (needed unless it agrees)", "Vp3")
        reader.press("Add all who gave an opinion")
        reader.press("Record the decision")
        reader.wait()
        assert reader.reads("DRAFT · the decision is not signed yet")
        assert "FINAL" not in report_of(reader)
        reader.press("Signature")
        type_in(reader, "Name", "Wu")
        type_in(reader, "Role", "Chair")
        reader.press("Sign")
        reader.wait()
        assert reader.reads("FINAL · signed by Wu · Chair")
        record = reader.session.tumour_board.record
        assert choices_of(reader.session).options.board == record
    finally:
        reader.leave()
    kinds = [type(entry) for entry in record.entries]
    assert kinds == [BoardOpinion, BoardOpinion, Reveal, BoardOpinion, BoardDecision, SignOff]
    assert [one.given for one in record.opinions] == [OpinionTime.BEFORE_RESULT] * 2 + [OpinionTime.AFTER_RESULT]
    decision = record.decision
    assert decision is not None
    assert (decision.with_models, decision.reason, decision.present) == (WithModels.DIFFERS, "Vp3", ("Chen", "Wu"))
    assert record_on_disk(home) == record

    again = sit_down(qtbot, home, opinion_first=True)
    try:
        again.go("Cases")
        again.press("Open")
        again.wait()
        assert again.session.tumour_board.record == record
        assert choices_of(again.session).options.board.is_final
        assert "FINAL" in report_of(again)
        again.go("Results")
        assert says_a_number(again)
        again.go("Board")
        assert again.reads("FINAL · signed by Wu · Chair")
        assert again.reads("Two cycles, then imaging")
    finally:
        again.leave()


KILLED = """
import os, sys
from datetime import datetime
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from PySide6.QtWidgets import QApplication
application = QApplication([])
import ui_builder
from board_hands import Board
from hccdesk.workflow.case_library import case_library

class Wait:
    def waitUntil(self, true, timeout=20_000):
        import time
        end = time.monotonic() + timeout / 1000
        while not true():
            application.processEvents()
            assert time.monotonic() < end

home = Path(sys.argv[1])
session = ui_builder.a_session(home, library=case_library(home / "cases"), opinion_first=True)
session.shelf.learn()
board = Board(Wait(), session)
board.analyse()
board.opine("Chen")
board.reveal()
board.decide()
board.sign()
print("signed", flush=True)
application.exec()
"""


@pytest.mark.control("RISK-61-b")
def test_that_what_was_recorded_is_there_after_the_program_was_killed(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    folders = [str(Path(__file__).parents[1] / name) for name in ("ui", "report")]
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(home), *folders], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "signed"
    finally:
        child.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        child.wait()
        child.stdout.close()
    record = record_on_disk(home)
    assert [type(entry) for entry in record.entries] == [BoardOpinion, Reveal, BoardDecision, SignOff]
    assert record.about(1).is_final

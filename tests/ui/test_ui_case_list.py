"""The case list: found by name and ID, opened, taken away and put back, never merged in silence, never lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import ui_builder as build
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from hccdesk.domain.case_snapshot import CaseEntry, CaseSnapshot, CtSource
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.regimen import Regimen
from hccdesk.ui.case_keeping import keeper as keeper_module
from hccdesk.ui.case_keeping.case_search import SameBy, matching, same_case
from hccdesk.ui.case_keeping.entry_words import holdings, line_of, sex_and_age, when, who
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.inspect_folder import Inspection

NOW = datetime(2026, 1, 2, 14, 3, 22)
PATIENTS = (("000123", "Zhang^San=张^三"), ("ＡＢ９", "Müller, Jörg"), ("7", "欧阳震华"))


def an_entry(number: int, patient_id=None, name=None, **changes) -> CaseEntry:
    values = {
        "case_id": f"{number:032x}", "saved_at": NOW, "patient_id": patient_id, "name": name, "sex": None,
        "age_years": None, "regimen": Regimen.HAIC_TKI_ICI, "series_instance_uid": None, "slide": None,
        "analysed": False,
    }  # fmt: skip
    return CaseEntry(**(values | changes))


@pytest.fixture
def library(tmp_path):
    made = case_library(tmp_path / "cases")
    made.open()
    for number, (patient_id, name) in reversed(list(enumerate(PATIENTS))):  # the first is saved last
        record = build.a_record(patient_id=patient_id, name=name)
        ct = CtSource(Path("/gone"), f"8.{number}") if number == 1 else None
        snapshot = CaseSnapshot(clinical=record, patient=PatientIdentity(patient_id, name, None, Sex.MALE), ct=ct)
        made.save(f"{number:032x}", snapshot, NOW - timedelta(days=number))
    return made


def spoil(folder: Path, case_id: str) -> None:
    """As a bad sector does: what is kept of a case is not what was written."""
    database = sqlite3.connect(folder / "cases" / "library.sqlite")
    with database:
        database.execute("UPDATE cases SET body = 'torn' WHERE case_id = ?", (case_id,))
    database.close()


@pytest.fixture
def session(qtbot, tmp_path, verbs, library, monkeypatch):
    monkeypatch.setattr(keeper_module, "AFTER_MS", 30)
    made = build.a_session(tmp_path, verbs, library)
    yield made
    made.close()


@pytest.fixture
def kept(qtbot, session):
    def wait() -> None:
        keeper = session.keeper

        def quiet() -> bool:
            working = session.keeping.running or session.compute.running
            return not (working or keeper._timer.isActive() or keeper.laying_out)

        qtbot.waitUntil(quiet, timeout=10_000)
        qtbot.wait(20)

    return wait


@pytest.fixture
def listed(session, kept):
    session.shelf.learn(purge=True)
    kept()
    return session


@pytest.fixture
def screen(listed, window):
    window.desk.go_to("cases")
    return window.desk._screens["cases"]


def lines(screen) -> list[str]:
    table = screen._table
    return [table.topLevelItem(place).text(0) for place in range(table.topLevelItemCount())]


def offered(window) -> list[str]:
    bar = window.desk._offers
    found = [*bar.findChildren(QLabel), *bar.findChildren(QPushButton)]
    return [one.text() for one in found if one.isVisibleTo(bar) and one.text()]


def press(window, text: str) -> None:
    bar = window.desk._offers
    next(one for one in bar.findChildren(QPushButton) if one.isVisibleTo(bar) and one.text() == text).click()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", [0, 1, 2]), ("zhang", [0]), ("ZHANG san", [0]), ("张三", [0]), ("张 三", [0]), ("0123", [0]),
        ("ab9", [1]), ("ＡＢ", [1]), ("ａｂ", [1]), ("müller", [1]), ("mu\u0308ller", [1]), ("jörg mü", [1]),
        ("欧阳", [2]), ("zhang 7", []), ("０００１２３", [0]),
    ],
)  # fmt: skip
def test_that_cases_are_found_by_any_part_of_name_and_id(typed, found):
    entries = [an_entry(number, *patient) for number, patient in enumerate(PATIENTS)]
    assert [int(entry.case_id, 16) for entry in matching(entries, typed)] == found


def test_that_one_patient_is_known_by_id_then_by_ct_then_by_slide():
    open_one = an_entry(9, "０7", series_instance_uid="1.2", slide=Path("/a.svs"))
    by_id, by_ct = an_entry(1, "07"), an_entry(2, series_instance_uid="1.2")
    by_slide, other = an_entry(3, slide=Path("/a.svs")), an_entry(4, "8")
    assert same_case((open_one, by_ct, by_id), open_one) == (by_id, SameBy.PATIENT_ID)
    assert same_case((open_one, by_slide, by_ct), open_one) == (by_ct, SameBy.CT)
    assert same_case((open_one, by_slide), open_one) == (by_slide, SameBy.SLIDE)
    assert same_case((open_one, other), open_one) is None
    assert same_case((an_entry(1), an_entry(2)), an_entry(3)) is None  # nothing known is nothing in common


def test_that_a_line_says_who_and_what_is_there():
    entry = an_entry(1, "5", "Li^Na", sex=Sex.FEMALE, age_years=50.0, series_instance_uid="1", analysed=True)
    assert (who(entry), sex_and_age(entry)) == ("Li Na", "F · 50 y")
    assert holdings(entry) == "● CT   ○ slide   ● analysed"
    assert line_of(entry, NOW) == "ID 5 · F · 50 y · today 14:03"
    assert when(NOW - timedelta(days=1), NOW) == "2026-01-01 14:03"
    assert who(an_entry(1)) == "no name"


def test_that_the_list_shows_the_last_saved_first_and_narrows_while_one_types(screen, qtbot):
    assert lines(screen) == ["张 三 Zhang San", "Müller, Jörg", "欧阳震华"]
    qtbot.keyClicks(screen._search, "ab9")
    assert lines(screen) == ["Müller, Jörg"]
    assert screen._count.text() == "1 of 3"
    qtbot.keyClicks(screen._search, "zz")
    assert screen._stack.currentIndex() == 2


def test_that_no_column_is_cut_while_there_is_room(screen, qtbot):
    long_id = "HCC-2026-0000123-A"
    entries = [an_entry(1, long_id, "Zhang", sex=Sex.MALE, age_years=61.0, slide=None)]
    screen.show_cases(entries, 1, None, NOW, False)
    qtbot.wait(20)
    table, header = screen._table, screen._table.header()
    for place in range(1, table.columnCount()):
        assert table.sizeHintForColumn(place) <= table.columnWidth(place), place
    assert header.length() <= table.viewport().width()


def test_that_the_last_cases_stand_in_the_column_of_the_form_and_leave_the_inspector_alone(listed, window, qtbot):
    window.desk.go_to("case")
    qtbot.wait(20)
    recent, case = window.desk._recent, window.desk._screens["case"]
    assert recent.isVisible()
    inspector = case.findChild(QFrame, "inspector")
    assert inspector.mapTo(case, inspector.rect().topLeft()).y() == 0
    assert recent.mapTo(case, recent.rect().topRight()).x() < inspector.x()


def test_that_enter_in_the_search_opens_what_was_found(screen, session, kept, qtbot, window):
    screen._search.setText("欧阳")  # as an input method does
    qtbot.keyClick(screen._search, Qt.Key.Key_Return)
    kept()
    assert session.model.inputs.clinical.name == "欧阳震华"
    assert session.screen == "case"
    assert window.desk._screens["case"]._form._editors["name"]._line.text() == "欧阳震华"
    assert "欧阳震华 (open)" in lines(screen)


def test_that_a_double_click_opens_and_the_case_before_is_kept(screen, session, kept, qtbot, library):
    session.model.set_clinical(build.a_record(patient_id="new", name="New"))
    table = screen._table
    place = table.visualItemRect(table.topLevelItem(1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    kept()
    assert session.model.inputs.clinical.name == "Müller, Jörg"
    assert {entry.name for entry in library.list().entries} >= {"New", "Müller, Jörg"}


def test_that_a_case_is_removed_without_a_question_and_put_back(screen, session, kept, qtbot, window, library):
    screen._table.setCurrentItem(screen._table.topLevelItem(1))
    qtbot.keyClick(screen._table, Qt.Key.Key_Delete)
    kept()
    assert lines(screen) == ["张 三 Zhang San", "欧阳震华"]
    assert any("Müller, Jörg was removed from the list" in text for text in offered(window))
    press(window, "Put back")
    kept()
    assert lines(screen) == ["张 三 Zhang San", "Müller, Jörg", "欧阳震华"]
    assert not window.desk._offers.isVisible()
    assert library.load(f"{1:032x}").clinical.name == "Müller, Jörg"


def test_that_the_open_case_is_not_removed_and_the_button_says_why(screen, session, kept):
    session.shelf.open(f"{0:032x}")
    kept()
    screen._table.setCurrentItem(screen._table.topLevelItem(0))
    assert not screen._remove.isEnabled()
    assert "open" in screen._remove.toolTip()
    session.shelf.remove(f"{0:032x}")
    kept()
    assert len(lines(screen)) == 3


def test_that_a_patient_who_is_there_already_is_offered_and_never_merged(window, listed, kept, library):
    listed.model.set_clinical(build.a_record(patient_id="ab9", name="Mueller"))
    kept()
    assert any("already a case with this patient ID: Müller, Jörg" in text for text in offered(window))
    assert len(library.list().entries) == 4
    begun = listed.keeper.case_id
    press(window, "Go on with that one")
    kept()
    assert listed.model.inputs.clinical.name == "Müller, Jörg"
    assert begun not in {entry.case_id for entry in library.list().entries}
    assert any("Mueller was removed" in text for text in offered(window))
    press(window, "Put back")
    kept()
    assert library.load(begun).clinical.name == "Mueller"


def test_that_both_are_kept_where_the_reader_says_so(window, listed, kept, library):
    listed.model.set_clinical(build.a_record(patient_id="ab9", name="Mueller"))
    kept()
    press(window, "Keep both")
    listed.model.set_clinical(build.a_record(patient_id="ab9", name="Mueller", ecog=2))
    kept()
    assert not window.desk._offers.isVisible()
    assert len(library.list().entries) == 4


def test_that_the_same_ct_is_noticed_without_any_id(window, listed, verbs, kept):
    verbs.holds(masks=False, series=(build.a_series(uid="8.1", patient=PatientIdentity()),))
    verbs.inspection = Inspection(verbs.inspection.series, (), (), ())
    usual = verbs.open
    verbs.open = lambda request, progress: build.replace(
        usual(request, progress), ct=build.a_ct_input(roi=False, uid="8.1", patient=PatientIdentity())
    )
    listed.loader.take([Path("again")])
    kept()
    assert any("already a case with this CT" in text for text in offered(window))


def test_that_a_case_that_was_there_before_is_not_removed_for_its_twin(listed, kept, library):
    listed.shelf.open(f"{2:032x}")
    kept()
    listed.model.set_clinical(build.a_record(patient_id="ab9", name="欧阳震华"))
    kept()
    assert listed.shelf.twin is not None
    listed.shelf.go_on_with_twin()
    kept()
    assert len(library.list().entries) == 3


def test_that_a_crashed_session_is_offered_and_a_closed_one_is_not(qtbot, tmp_path, verbs, library, session, kept):
    session.shelf.open(f"{1:032x}")
    session.shelf.learn()
    kept()
    session.shelf.open(f"{1:032x}")
    kept()
    crashed = build.a_session(tmp_path, verbs, library)  # the first one never ended
    crashed.shelf.learn()
    qtbot.waitUntil(lambda: crashed.shelf.unfinished is not None)
    assert crashed.shelf.unfinished.name == "Müller, Jörg"
    crashed.close()
    library.open()
    after = build.a_session(tmp_path, verbs, library)
    after.shelf.learn()
    qtbot.waitUntil(lambda: after.shelf.listed)
    assert after.shelf.unfinished is None
    after.close()


def test_that_the_offer_of_a_crashed_session_opens_it(window, session, kept):
    session.shelf._unfinished_id = f"{1:032x}"
    session.shelf.learn()
    kept()
    assert "Go on with Müller, Jörg" in offered(window)
    press(window, "Go on with Müller, Jörg")
    kept()
    assert session.model.inputs.clinical.name == "Müller, Jörg"
    assert not window.desk._offers.isVisible()


def test_that_the_empty_case_screen_shows_the_last_cases_until_something_is_in_it(window, listed, kept, qtbot):
    window.desk.go_to("case")
    recent = window.desk._recent
    names = [one.text() for one in recent.findChildren(QLabel) if one.isVisibleTo(recent)]
    assert {"张 三 Zhang San", "Müller, Jörg", "欧阳震华"} <= set(names)
    cards = [one for one in recent.findChildren(QPushButton) if one.property("kind") == "case"]
    assert min(card.height() for card in cards) > 70
    qtbot.mouseClick(cards[2], Qt.MouseButton.LeftButton)
    kept()
    assert listed.model.inputs.clinical.name == "欧阳震华"
    assert not recent.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    kept()
    assert recent.isVisible()
    assert listed.model.inputs.clinical.name is None


def test_that_a_damaged_case_is_a_line_and_the_others_are_listed(listed, tmp_path, kept):
    session = listed
    spoil(tmp_path, f"{1:032x}")
    session.shelf.learn()
    kept()
    assert len(session.shelf.entries) == 2
    assert ["damaged" in line.what for line in session.board.of("cases")] == [True]
    assert session.board.of("cases")[0].screen == "cases"


def test_that_a_case_that_cannot_be_read_leaves_the_open_one_as_it_is(listed, kept, tmp_path):
    listed.shelf.open(f"{0:032x}")
    kept()
    spoil(tmp_path, f"{1:032x}")
    listed.shelf.open(f"{1:032x}")
    kept()
    assert listed.model.inputs.clinical.name == "Zhang^San=张^三"
    assert listed.keeper.case_id == f"{0:032x}"
    assert any("damaged" in line.what for line in listed.board.of("cases"))


def test_that_the_last_of_two_quick_choices_is_opened(listed, kept):
    listed.shelf.open(f"{0:032x}")
    listed.shelf.open(f"{2:032x}")
    kept()
    assert listed.model.inputs.clinical.name == "欧阳震华"


def test_that_the_menu_names_the_last_cases(window, listed, kept):
    texts = [action.text() for action in window._recent.actions()]
    assert [text.split(" · ")[0] for text in texts] == ["张 三 Zhang San", "Müller, Jörg", "欧阳震华"]
    window._recent.actions()[1].trigger()
    kept()
    assert listed.model.inputs.clinical.name == "Müller, Jörg"


def test_that_the_list_speaks_chinese_and_stays_with_its_offers(window, listed, kept):
    listed.model.set_clinical(build.a_record(patient_id="ab9", name="Mueller"))
    kept()
    window.switch_language()
    assert not window.desk._offers.isHidden()
    assert any("ab9" in text or "Müller" in text for text in offered(window))
    window.desk.go_to("cases")
    assert len(lines(window.desk._screens["cases"])) == 4
    window.switch_language()


def test_that_what_keeps_cases_knows_no_widgets():
    modules = ("entry_words", "case_search", "keeper", "memory_library", "reopening", "shelf", "snapshot_of")
    imports = "; ".join(f"import hccdesk.ui.case_keeping.{name}" for name in modules)
    code = f"import sys; {imports}; print('PySide6.QtWidgets' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip() == "False", done.stderr

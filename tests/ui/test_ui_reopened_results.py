"""Results and reports go on record; the last result comes back with its case, current only where nothing changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import ui_builder as build
from reopened_hands import a_start, differences, open_last, settle

from hccdesk.domain.errors import StoreError
from hccdesk.domain.provenance import DeviceChoice, InputFact
from hccdesk.domain.report_options import ReportOptions
from hccdesk.ui.analysis import Analysis
from hccdesk.ui.case_keeping import keeper as keeper_module
from hccdesk.ui.report_screen.delivery import ReportDelivery


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(keeper_module, "AFTER_MS", 40)


def analysed(qtbot, session, verbs) -> None:
    verbs.holds()
    session.loader.take([Path("patient")])
    settle(qtbot, session)
    session.model.set_clinical(build.a_record())
    Analysis(session, session).start(DeviceChoice.AUTO)
    qtbot.waitUntil(lambda: session.model.result is not None)
    settle(qtbot, session)


def actions(session) -> list[str]:
    return [row.event.action.value for row in session.library.audit_rows(session.keeper.case_id)]


def test_that_a_result_is_kept_and_comes_back_current_without_computing_again(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        analysed(qtbot, session, verbs)
        result = session.model.result
        (kept,) = session.library.results(session.keeper.case_id)
        assert kept.models == ("ct-response-demo 0.1.0",)
        (row,) = [row for row in session.library.audit_rows() if row.event.action == "analysed"]
        assert (row.event.object_sha256, row.event.models) == (kept.sha256, kept.models)
    verbs.calls.clear()
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        assert differences(again.model.result, result) == []
        assert again.model.result_is_current
        assert "analyse" not in verbs.calls
        assert len(again.library.results(again.keeper.case_id)) == 1
        again.model.set_clinical(build.a_record(ecog=3))
        assert not again.model.result_is_current


def test_that_undoing_and_doing_again_after_reopening_makes_the_result_current_again(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        verbs.holds()
        session.loader.take([Path("patient")])
        settle(qtbot, session)
        session.model.edit_rois(session.model.rois.with_slide(None), "Remove the outline")
        grown = replace(session.model.rois.lesions[0], margin_mm=5.0)
        session.model.edit_rois(session.model.rois.with_lesion(grown), "Margin")
        Analysis(session, session).start(DeviceChoice.AUTO)
        qtbot.waitUntil(lambda: session.model.result is not None)
        settle(qtbot, session)
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        assert again.model.result_is_current
        for _ in range(2):
            again.model.undo()
            assert not again.model.result_is_current
        for _ in range(2):
            again.model.redo()
        assert again.model.result_is_current


def test_that_a_result_of_files_that_changed_is_shown_as_not_current(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        analysed(qtbot, session, verbs)
    usual = verbs.open

    def altered(request, progress):
        case = usual(request, progress)
        return replace(case, inputs=(InputFact("slide", "slide", "22"),)) if request.slide else case

    verbs.open = altered
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        assert again.model.result is not None
        assert not again.model.result_is_current
        (row,) = [row for row in again.library.audit_rows() if row.event.action == "input_changed"]
        assert (row.event.case_id, row.event.object_sha256, row.event.detail) == (again.keeper.case_id, "22", "slide")


def test_that_a_result_that_had_fallen_behind_comes_back_as_that(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        analysed(qtbot, session, verbs)
        session.model.set_clinical(build.a_record(ecog=2))
        settle(qtbot, session)
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        assert again.model.result is not None
        assert not again.model.result_is_current


def test_that_a_result_is_not_forgotten_by_what_is_saved_before_the_images_are_read(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        analysed(qtbot, session, verbs)
    with a_start(qtbot, tmp_path, verbs) as again:
        again.shelf.opened.connect(lambda: again.model.set_clinical(build.a_record(ecog=3)))
        open_last(qtbot, again)
        kept = again.library.load(again.keeper.case_id)
        assert (kept.clinical.ecog, kept.result_number, kept.analysed) == (3, 1, False)
        assert again.model.result is not None
        assert not again.model.result_is_current


def test_that_a_result_is_never_taken_for_one_that_was_not_kept(qtbot, tmp_path, verbs, monkeypatch):
    with a_start(qtbot, tmp_path, verbs) as session:
        analysed(qtbot, session, verbs)
        monkeypatch.setattr(session.library, "keep_result", refuse)
        session.model.set_clinical(build.a_record(ecog=2))
        Analysis(session, session).start(DeviceChoice.AUTO)
        qtbot.waitUntil(lambda: session.model.result_is_current)
        settle(qtbot, session)
        assert ["No space left" in line.what for line in session.board.of("record")] == [True]
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        assert again.model.result is None


def refuse(*_: object) -> None:
    raise StoreError("No space left on device.")


def test_that_a_result_that_could_not_be_kept_is_kept_with_the_next_save(qtbot, tmp_path, verbs, monkeypatch):
    with a_start(qtbot, tmp_path, verbs) as session:
        with monkeypatch.context() as full:
            full.setattr(session.library, "keep_result", refuse)
            analysed(qtbot, session, verbs)
            assert session.library.results(session.keeper.case_id) == ()
        session.model.set_clinical(build.a_record(ecog=2))
        settle(qtbot, session)
        assert len(session.library.results(session.keeper.case_id)) == 1
        assert session.board.of("record") == ()


def test_that_a_result_of_the_last_second_is_on_record_when_the_program_ends(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        verbs.holds()
        session.loader.take([Path("patient")])
        settle(qtbot, session)
        Analysis(session, session).start(DeviceChoice.AUTO)
        qtbot.waitUntil(lambda: session.model.result is not None)
        case_id = session.keeper.case_id
    with a_start(qtbot, tmp_path, verbs) as again:
        assert len(again.library.results(case_id)) == 1


def test_that_a_report_is_kept_byte_for_byte_with_its_result(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        analysed(qtbot, session, verbs)
        delivery = ReportDelivery(session, session)
        delivery.save_pdf(session.model.result, ReportOptions("zh"), tmp_path / "r.pdf")
        settle(qtbot, session)
        (kept,) = session.library.reports(session.keeper.case_id)
        assert (kept.of_result, kept.language, kept.paper, kept.file_name) == (1, "zh", "a4", "r.pdf")
        assert session.library.load_report(session.keeper.case_id, 1) == (tmp_path / "r.pdf").read_bytes()
        assert actions(session)[-1] == "report_written"


def test_that_a_report_that_cannot_be_kept_costs_nobody_the_file(qtbot, tmp_path, verbs, monkeypatch):
    with a_start(qtbot, tmp_path, verbs) as session:
        analysed(qtbot, session, verbs)
        monkeypatch.setattr(session.library, "keep_report", refuse)
        delivery = ReportDelivery(session, session)
        delivery.save_pdf(session.model.result, ReportOptions("en"), tmp_path / "r.pdf")
        settle(qtbot, session)
        assert delivery.saved == tmp_path / "r.pdf"
        assert (tmp_path / "r.pdf").exists()
        assert len(session.board.of("record")) == 1


def test_that_the_trail_tells_every_act_and_no_word_that_was_typed(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        analysed(qtbot, session, verbs)
        lesion = replace(session.model.rois.lesions[0], name="Zhang San left lobe")
        session.model.edit_rois(session.model.rois.with_lesion(lesion), "Draw Zhang San left lobe")
        session.model.undo()
        session.model.accept_mismatch("renumbered after transfer")
        settle(qtbot, session)
        rows = session.library.audit_rows(session.keeper.case_id)
        told = [(row.event.action.value, row.event.detail) for row in rows]
        for one in (
            ("input_read", "ct"), ("input_read", "slide"), ("clinical_edited", "form"), ("analysed", ""),
            ("regions_edited", "lesions done"), ("regions_edited", "lesions undone"),
            ("overridden", "different patients"),
        ):  # fmt: skip
            assert one in told
        (override,) = [row.event for row in rows if row.event.action == "overridden"]
        assert override.reason == "renumbered after transfer"
        assert all(row.event.object_sha256 for row in rows)
        assert "Zhang" not in repr(rows)
        assert "000123" not in repr(rows)
        assert session.library.verify_audit().is_whole


def test_that_the_acts_of_a_save_that_failed_stay_for_the_next(qtbot, tmp_path, verbs, monkeypatch):
    with a_start(qtbot, tmp_path, verbs) as session:
        session.model.set_clinical(build.a_record())
        settle(qtbot, session)
        with monkeypatch.context() as full:
            full.setattr(session.library, "save", refuse)
            session.model.accept_mismatch("renumbered")
            qtbot.waitUntil(lambda: session.keeper.failed)
        session.model.set_clinical(build.a_record(ecog=2))
        session.keeper.save()
        settle(qtbot, session)
        assert actions(session).count("overridden") == 1
        session.model.set_clinical(build.a_record(ecog=3))
        settle(qtbot, session)
        assert actions(session).count("overridden") == 1


def test_that_opening_a_case_is_told_and_reading_the_same_files_again_is_no_act(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        analysed(qtbot, session, verbs)
        before = actions(session)
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        again.keeper.touch()
        settle(qtbot, again)
        assert actions(again)[: len(before)] == before
        assert actions(again)[len(before) :] == ["case_opened", "case_saved"]

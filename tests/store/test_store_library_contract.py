"""What every library of cases does, on a disk or in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from library_builder import CASE_ID, NOW, OTHER_ID, a_board_record, a_snapshot, an_opinion, report_facts, same
from report_builder import a_result, nothing_computed

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_library import CaseLibrary, InputFiles, LibrarySettings
from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.errors import StoreError
from hccdesk.domain.progress import NoProgress
from hccdesk.store.library import SqliteLibrary
from hccdesk.ui.case_keeping.memory_library import MemoryLibrary


@pytest.fixture(params=["on a disk", "in memory"])
def library(request, tmp_path):
    made: CaseLibrary = (
        SqliteLibrary(tmp_path / "library", tmp_path / "site") if request.param == "on a disk" else MemoryLibrary()
    )
    made.open()
    yield made
    made.close()


def test_that_a_case_comes_back_field_by_field(library):
    entry = library.save(CASE_ID, a_snapshot(), NOW)
    assert same(library.load(CASE_ID), a_snapshot())
    assert library.list().entries == (entry,)
    assert (entry.case_id, entry.patient_id, entry.saved_at, entry.analysed) == (CASE_ID, "0001", NOW, True)


def test_that_an_empty_case_comes_back_empty(library):
    library.save(CASE_ID, CaseSnapshot(), NOW)
    assert library.load(CASE_ID).is_empty


def test_that_a_later_state_takes_the_place_of_the_earlier(library):
    library.save(CASE_ID, a_snapshot(), NOW)
    library.save(CASE_ID, a_snapshot(mismatch_reason="later", key_images=()), NOW + timedelta(minutes=1))
    assert same(library.load(CASE_ID), a_snapshot(mismatch_reason="later", key_images=()))
    assert [entry.saved_at for entry in library.list().entries] == [NOW + timedelta(minutes=1)]


def test_that_the_case_saved_last_is_in_front(library):
    library.save(CASE_ID, a_snapshot(), NOW)
    library.save(OTHER_ID, CaseSnapshot(), NOW + timedelta(seconds=1))
    assert [entry.case_id for entry in library.list().entries] == [OTHER_ID, CASE_ID]


def test_that_a_case_taken_from_the_list_can_be_put_back_until_it_is_purged(library):
    library.save(CASE_ID, a_snapshot(), NOW)
    library.forget(CASE_ID)
    assert library.list().entries == ()
    with pytest.raises(StoreError, match="no longer there"):
        library.load(CASE_ID)
    library.put_back(CASE_ID)
    assert same(library.load(CASE_ID), a_snapshot())
    library.forget(CASE_ID)
    library.purge()
    with pytest.raises(StoreError, match="no longer there"):
        library.put_back(CASE_ID)


def test_that_a_case_that_is_not_there_is_told(library):
    for act in (library.load, library.forget, library.put_back):
        with pytest.raises(StoreError, match="no longer there"):
            act(OTHER_ID)
    with pytest.raises(StoreError, match="no longer there"):
        library.keep_result(OTHER_ID, a_result())
    assert library.results(OTHER_ID) == library.reports(OTHER_ID) == library.opinions(OTHER_ID) == ()


def test_that_results_are_added_and_come_back_equal(library):
    library.save(CASE_ID, a_snapshot(), NOW)
    kept = [library.keep_result(CASE_ID, result) for result in (a_result(), nothing_computed(), a_result())]
    assert [one.number for one in kept] == [1, 2, 3]
    assert library.results(CASE_ID) == tuple(kept)
    assert same(library.load_result(CASE_ID, 1), a_result())
    assert same(library.load_result(CASE_ID, 2), nothing_computed())
    assert kept[0].models == tuple(f"{one.model_id} {one.version}" for one in a_result().provenance.models)
    with pytest.raises(StoreError):
        library.load_result(CASE_ID, 4)


def test_that_reports_are_added_and_come_back_byte_for_byte(library):
    library.save(CASE_ID, a_snapshot(), NOW)
    contents = [b"%PDF-1.7 one", bytes(range(256)) * 50]
    kept = [library.keep_report(CASE_ID, pdf, report_facts(n)) for n, pdf in enumerate(contents)]
    assert [one.sha256 for one in kept] == [sha256(pdf).hexdigest() for pdf in contents]
    assert library.reports(CASE_ID) == tuple(kept)
    assert [library.load_report(CASE_ID, one.number) for one in kept] == contents
    assert replace(kept[1], number=0, sha256="") == report_facts(1)


def test_that_opinions_are_added(library):
    library.save(CASE_ID, a_snapshot(), NOW)
    library.keep_opinion(CASE_ID, an_opinion())
    library.keep_opinion(CASE_ID, an_opinion("reader 2"))
    assert library.opinions(CASE_ID) == (an_opinion(), an_opinion("reader 2"))


@pytest.mark.control("RISK-61-b")
def test_that_every_kind_of_line_of_a_boards_record_comes_back_in_its_order(library):
    library.save(CASE_ID, a_snapshot(), NOW)
    for line in a_board_record():
        library.keep_opinion(CASE_ID, line)
    assert library.opinions(CASE_ID) == a_board_record()


def test_that_what_was_recorded_stays_when_the_case_is_saved_again(library):
    library.save(CASE_ID, a_snapshot(), NOW)
    library.keep_result(CASE_ID, a_result())
    library.keep_report(CASE_ID, b"%PDF", report_facts(1))
    library.save(CASE_ID, CaseSnapshot(), NOW)
    library.forget(CASE_ID)
    library.put_back(CASE_ID)
    assert same(library.load_result(CASE_ID, 1), a_result())
    assert library.load_report(CASE_ID, 1) == b"%PDF"


def test_that_what_was_chosen_is_kept(library):
    chosen = LibrarySettings(copy_inputs=False, lock_after_minutes=3)
    library.keep_settings(chosen)
    assert library.settings() == chosen


def test_that_inputs_may_stay_where_they_are(library, tmp_path):
    source = tmp_path / "slide.svs"
    source.write_bytes(b"a slide")
    library.save(CASE_ID, a_snapshot(), NOW)
    found = InputFiles("slide", source, (source,), sha256(b"a slide").hexdigest(), ("1.2.3",))
    (kept,) = library.keep_inputs(CASE_ID, [found], NoProgress(), copies=False)
    assert (kept.role, kept.original, kept.kept, kept.n_files, kept.size_bytes) == ("slide", source, None, 1, 7)
    assert library.inputs(CASE_ID) == (kept,)


def test_that_acts_are_recorded_with_what_they_led_to(library):
    library.save(CASE_ID, a_snapshot(), NOW, [AuditEvent(AuditAction.REGIONS_EDITED, CASE_ID, detail="Draw tumour")])
    library.record(AuditEvent(AuditAction.SCREEN_LOCKED))
    acts = [row.event for row in library.audit_rows()]
    assert [act.action for act in acts][-2:] == [AuditAction.REGIONS_EDITED, AuditAction.SCREEN_LOCKED]
    assert [row.event.detail for row in library.audit_rows(CASE_ID)] == ["Draw tumour"]
    assert library.verify_audit().is_whole


def test_that_nobody_else_holds_a_case(library):
    library.save(CASE_ID, a_snapshot(), NOW)
    assert library.hold(CASE_ID) is None
    assert library.hold(CASE_ID) is None
    library.let_go(CASE_ID)

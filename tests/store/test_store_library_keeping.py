"""How a case is kept in the file: each object once, every drawn state, verified on reading, read back when saved."""

from __future__ import annotations

import json
import sqlite3
import stat
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from library_builder import CASE_ID, NOW, OTHER_ID, a_board_record, a_snapshot, an_opinion, report_facts, same
from report_builder import a_manifest, a_result

from hccdesk.domain.audit import BOARD_ACTS
from hccdesk.domain.board_opinion import BoardOpinion, Expectation, OpinionTime
from hccdesk.domain.case_snapshot import CaseSnapshot, SeriesRegions
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import StoreError
from hccdesk.domain.kept_history import KeptStep, ct_subject
from hccdesk.domain.manifest import ModelKind
from hccdesk.domain.packed_region import PackedRegions
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.domain.slide import DropReason, PatchGrid, PatchSelection
from hccdesk.store import case_file_arrays, objects
from hccdesk.store.library import SqliteLibrary
from hccdesk.store.sealed import sealed
from hccdesk.workflow.run_demo import run_demo
from hccdesk.workflow.workbench import open_workbench


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(folder, tmp_path) -> Iterator[SqliteLibrary]:
    made = SqliteLibrary(folder, tmp_path / "site")
    made.open()
    yield made
    made.close()


def rows(library: SqliteLibrary, folder: Path, query: str) -> list[tuple]:
    """What another program reads in the closed file."""
    library.close()
    connection = sqlite3.connect(folder / "library.sqlite")
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def drawn(n: int) -> RoiSet:
    mask = np.zeros((10, 40, 40), bool)
    mask[2:5, 3 : 10 + n, 4:9] = True
    return RoiSet((Lesion("T1", CtRoi(mask, "tumour")),))


def test_that_saving_again_writes_only_what_is_new(library, folder):
    library.save(CASE_ID, a_snapshot(), NOW)
    library.save(CASE_ID, a_snapshot(), NOW)
    library.save(OTHER_ID, a_snapshot(), NOW)
    library.keep_report(CASE_ID, b"%PDF", report_facts())
    library.keep_report(OTHER_ID, b"%PDF", report_facts())
    contents = rows(library, folder, "SELECT sha256, count(*) FROM objects GROUP BY sha256")
    assert {n for _, n in contents} == {1}
    once = len(contents)
    library.open()
    library.save(CASE_ID, a_snapshot(mismatch_reason="another"), NOW)
    (n_objects,) = rows(library, folder, "SELECT count(*) FROM objects")[0]
    assert n_objects == once + 1  # the JSON of this state: the other case still has the former one


def test_that_an_unchanged_mask_is_not_encoded_again(library, monkeypatch):
    kept = a_snapshot(key_images=())
    library.save(CASE_ID, kept, NOW)
    encoded = []
    monkeypatch.setattr(case_file_arrays.np, "packbits", encoded.append)
    library.save(CASE_ID, replace(kept, mismatch_reason="another"), NOW)
    assert encoded == []


def test_that_every_drawn_state_is_kept_with_its_number(library, folder):
    for n in (0, 1, 1, 2, 0):
        library.save(CASE_ID, CaseSnapshot(rois=drawn(n)), NOW)
    states = rows(library, folder, "SELECT number, object FROM roi_states ORDER BY number")
    assert [number for number, _ in states] == [1, 2, 3, 4]
    assert states[0][1] == states[3][1]
    assert len({name for _, name in states}) == 3


def test_that_the_objects_of_a_purged_case_are_gone_and_those_of_others_stay(library, folder):
    library.save(CASE_ID, CaseSnapshot(rois=drawn(1)), NOW)
    library.save(OTHER_ID, CaseSnapshot(rois=drawn(1), mismatch_reason="other"), NOW)
    library.keep_report(CASE_ID, b"%PDF of one", report_facts())
    library.forget(CASE_ID)
    library.purge()
    assert library.load(OTHER_ID).rois.lesions[0].roi.mask.sum() == drawn(1).lesions[0].roi.mask.sum()
    assert rows(library, folder, "SELECT count(*) FROM reports")[0] == (0,)
    library.open()
    library.forget(OTHER_ID)
    library.purge()
    assert rows(library, folder, "SELECT count(*) FROM objects")[0] == (0,)
    assert b"%PDF of one" not in (folder / "library.sqlite").read_bytes()


@pytest.mark.parametrize("table", ["results", "reports", "opinions", "roi_states"])
def test_that_what_was_recorded_cannot_be_changed_by_another_program(library, folder, table):
    library.save(CASE_ID, a_snapshot(), NOW)
    library.keep_result(CASE_ID, a_result())
    library.keep_report(CASE_ID, b"%PDF", report_facts())
    library.keep_opinion(CASE_ID, an_opinion())
    library.close()
    connection = sqlite3.connect(folder / "library.sqlite")
    for statement in (f"UPDATE {table} SET body = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="was recorded"):
            connection.execute(statement)
    connection.close()


def test_that_an_opinion_kept_before_there_were_decisions_can_still_be_read(library):
    library.save(CASE_ID, CaseSnapshot(), NOW)
    first = {"reader": "A", "given": "before_result", "given_at": NOW.isoformat(), "expectation": "undecided"}
    told = {"case_id": CASE_ID, "number": 1, "object": None, "facts": {**first, "decision": "", "reason": ""}}
    with library._connected().transaction() as connection:
        query = "INSERT INTO opinions (case_id, number, body, sha256) VALUES (?, ?, ?, ?)"
        connection.execute(query, (CASE_ID, 1, *sealed(told)))
    library.keep_opinion(CASE_ID, an_opinion())
    assert library.opinions(CASE_ID) == (
        BoardOpinion("A", OpinionTime.BEFORE_RESULT, NOW, Expectation.UNDECIDED),
        an_opinion(),
    )


def test_that_each_line_of_the_board_is_an_act_without_a_word_of_what_was_said(library):
    library.save(CASE_ID, CaseSnapshot(), NOW)
    for line in a_board_record():
        library.keep_opinion(CASE_ID, line)
    acts = library.audit_rows(CASE_ID)[1:]
    assert [row.event.action for row in acts] == [BOARD_ACTS[type(line)] for line in a_board_record()]
    assert not any("reader" in repr(row) or "Vp4" in repr(row) or "emergency" in repr(row) for row in acts)


def test_that_saved_is_said_only_of_what_can_be_read_back(library, monkeypatch):
    library.save(CASE_ID, CaseSnapshot(), NOW)

    def put_something_else(connection, content, sha256):
        row = (sha256, len(content), 0, content[:-1] + b"?")
        connection.execute(
            "INSERT OR IGNORE INTO objects (sha256, size_bytes, is_deflated, content) VALUES (?, ?, ?, ?)", row
        )
        return True

    monkeypatch.setattr(objects, "put", put_something_else)
    with pytest.raises(StoreError, match="gave back something else"):
        library.save(CASE_ID, CaseSnapshot(mismatch_reason="later"), NOW)


def test_that_a_damaged_case_costs_only_itself(library, folder):
    library.save(OTHER_ID, CaseSnapshot(mismatch_reason="whole"), NOW)
    library.save(CASE_ID, CaseSnapshot(mismatch_reason="damaged"), NOW)
    entries = library.list().entries
    with library._using() as database, database.transaction() as connection:
        connection.execute("DROP TRIGGER objects_stay_as_they_are")
        connection.execute(
            "UPDATE objects SET content = zeroblob(length(content)) WHERE sha256 ="
            " (SELECT snapshot FROM cases WHERE case_id = ?)",
            (CASE_ID,),
        )
    with pytest.raises(StoreError, match="damaged; the other cases are not"):
        library.load(CASE_ID)
    assert library.load(OTHER_ID).mismatch_reason == "whole"
    assert library.list().entries == entries


def test_that_a_damaged_line_of_the_list_is_a_fault_beside_the_others(library):
    library.save(OTHER_ID, CaseSnapshot(), NOW)
    library.save(CASE_ID, CaseSnapshot(), NOW)
    with library._using() as database, database.transaction() as connection:
        connection.execute("UPDATE cases SET body = replace(body, '2026', '2025') WHERE case_id = ?", (CASE_ID,))
    listing = library.list()
    assert [entry.case_id for entry in listing.entries] == [OTHER_ID]
    assert [fault.where for fault in listing.faults] == [CASE_ID]


def test_that_a_case_of_a_newer_program_is_told_from_a_damaged_one(library, monkeypatch):
    monkeypatch.setattr("hccdesk.store.written_objects.VERSION", 99)
    library.save(CASE_ID, CaseSnapshot(), NOW)
    with pytest.raises(StoreError, match="newer version"):
        library.load(CASE_ID)


def test_that_a_number_that_is_none_is_never_written(library):
    library.save(CASE_ID, CaseSnapshot(), NOW)
    with pytest.raises(StoreError, match="number"):
        library.save(CASE_ID, CaseSnapshot(clinical=ClinicalRecord(age_years=float("nan"))), NOW)
    assert library.load(CASE_ID).is_empty


@pytest.mark.parametrize("case_id", ["../../etc/passwd", "", "ABC", "0" * 31, "G" * 32])
def test_that_only_names_of_ours_are_taken(library, case_id):
    with pytest.raises(StoreError, match="no name of a case"):
        library.save(case_id, CaseSnapshot(), NOW)


def test_that_the_order_of_the_list_does_not_hang_on_the_clock(library):
    library.save(CASE_ID, CaseSnapshot(), NOW)
    library.save(OTHER_ID, CaseSnapshot(), NOW.replace(year=2025))
    assert [entry.case_id for entry in library.list().entries] == [OTHER_ID, CASE_ID]


def test_that_threads_may_take_turns(library):
    def save(n: int) -> None:
        library.save(CASE_ID, CaseSnapshot(mismatch_reason=str(n)), NOW)

    for n in range(3):
        thread = threading.Thread(target=save, args=(n,))
        thread.start()
        thread.join()
    assert library.load(CASE_ID).mismatch_reason == "2"


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_that_only_this_user_can_read_what_is_kept(library, folder):
    library.save(CASE_ID, a_snapshot(), NOW)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}
    assert all(mode & 0o077 == 0 for mode in modes.values()), modes


def test_that_no_patient_is_named_by_a_file_name(library, folder):
    library.save(CASE_ID, a_snapshot(), NOW)
    names = " ".join(path.name for path in folder.rglob("*"))
    assert "Zhang" not in names and "0001" not in names.replace(CASE_ID, "")


def test_that_undo_steps_come_back_with_the_regions_they_share(library):
    first, second = drawn(1), drawn(2)
    steps = tuple(
        KeptStep(n, ct_subject("1.2.3", (10, 40, 40)), "Draw", True, (PackedRegions.of(a), PackedRegions.of(b)))
        for n, (a, b) in enumerate([(first, second), (second, first)])
    )
    kept = CaseSnapshot(rois=first, history=steps)
    library.save(CASE_ID, kept, NOW)
    back = library.load(CASE_ID)
    assert same(back, kept)
    assert back.history[0].regions is not None and back.history[1].regions is not None
    assert back.history[0].regions[1] is back.history[1].regions[0]


def test_that_series_of_other_lattices_are_kept_together(library):
    other = RoiSet((Lesion("T9", CtRoi(np.ones((3, 4, 5), bool), "")),))
    kept = CaseSnapshot(rois=drawn(1), other_regions=(SeriesRegions("1.2.9", other),))
    library.save(CASE_ID, kept, NOW)
    assert same(library.load(CASE_ID), kept)


def test_that_all_a_result_can_hold_comes_back_equal(library):
    grid = PatchGrid(np.arange(12, dtype=np.int64).reshape(6, 2), 512, 224, 0.5)
    patches = PatchSelection(grid, np.array([0, 2], np.int64), {1: DropReason.BACKGROUND, 3: DropReason.BAD_STAIN})
    pictures = np.random.default_rng(2).integers(0, 255, (7, 9, 3)).astype(np.uint8)  # nine columns wide, no colours
    saliency = np.array([[[np.nan, np.inf], [-np.inf, 0.5]]], np.float32)
    finding = replace(a_result().ct_response, saliency=saliency, model_images=pictures[..., 0])
    rules = {"age_years": {"observed": (18.0, 80.0)}, "regimens": ["haic-tki-ici"], "unresectable": True, "none": None}
    manifest = replace(a_manifest(ModelKind.HAIM), applicability=rules)
    result = a_result(ct_response=finding, patches=patches, models=(manifest,))
    library.save(CASE_ID, CaseSnapshot(), NOW)
    library.keep_result(CASE_ID, result)
    back = library.load_result(CASE_ID, 1)
    assert np.array_equal(back.ct_response.saliency, saliency, equal_nan=True)
    assert back.ct_response.saliency.dtype == np.float32
    assert same(replace(back.ct_response, saliency=0), replace(finding, saliency=0))
    assert same(back.patches, patches)
    assert back.models == (manifest,)
    assert isinstance(back.models[0].applicability["age_years"]["observed"], tuple)


def test_that_what_is_kept_is_json_with_names_that_a_later_version_can_read(library, folder):
    library.save(CASE_ID, CaseSnapshot(mismatch_reason="renumbered"), NOW)
    with library._using() as database, database.reading() as connection:
        name = connection.execute("SELECT snapshot FROM cases").get
        told = json.loads(objects.get(connection, name))
    assert (told["format"], told["version"]) == ("hccdesk case", 2)
    assert told["value"]["mismatch_reason"] == "renumbered"


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_that_the_result_of_the_demonstration_comes_back_equal(library, tmp_path):
    with open_workbench(DeviceChoice.CPU) as workbench:
        result, _ = run_demo(workbench, tmp_path / "demo", "en", NoProgress())
    library.save(CASE_ID, CaseSnapshot(), NOW)
    kept = library.keep_result(CASE_ID, result)
    assert same(library.load_result(CASE_ID, 1), result)
    assert library.keep_result(CASE_ID, library.load_result(CASE_ID, 1)).sha256 == kept.sha256

"""A case carried elsewhere as one file: the same on the other side, and nothing unsafe gets in that way."""

from __future__ import annotations

import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from report_builder import a_result

from hccdesk.domain.audit import AuditAction
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
from hccdesk.domain.case_library import InputFiles
from hccdesk.domain.case_snapshot import CaseSnapshot, CtSource, SlideSource, entry_of
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import Cancelled, InputError, StoreError
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.domain.sentence import Sentence
from hccdesk.store import portable_zip
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.export_case import CaseToExport, export_case, kept_case
from hccdesk.workflow.import_case import ImportedCase, import_case, keep_imported
from hccdesk.workflow.input_hash import input_fact
from hccdesk.workflow.workbench import Workbench, open_workbench

CASE_ID, NEW_ID = "0" * 31 + "1", "f" * 32
SAVED = datetime(2026, 1, 2, 14, 3, 22)


@pytest.fixture(scope="module")
def bench() -> Iterator[Workbench]:
    with open_workbench() as opened:
        yield opened


def a_case(folder: Path | None = None) -> CaseToExport:
    """A case with a lesion, a picture and, in `folder`, two CT files and a mask."""
    mask = np.zeros((6, 20, 20), bool)
    mask[2:4, 5:9, 5:12] = True
    picture = np.random.default_rng(1).integers(0, 255, (20, 30, 3)).astype(np.uint8)
    root = (folder or Path("/media/cd")) / "Wang Xiao"
    snapshot = CaseSnapshot(
        clinical=ClinicalRecord(patient_id="000123", name="王小明", age_years=61.0),
        patient=PatientIdentity("000123", "Wang^Xiao"),
        ct=CtSource(root, "1.2.3", root.parent / "mask.nii.gz", "1"),
        slide=SlideSource(root.parent / "slide.svs"),
        rois=RoiSet((Lesion("T1", CtRoi(mask, "tumour")),)),
        key_images=(Figure("key_1", picture, Sentence.of("slice {n}", n=3)),),
    )
    inputs: tuple[InputFiles, ...] = ()
    if folder:
        root.mkdir(parents=True)
        files = (root / "Wang.1", root / "Wang.2")
        for number, file in enumerate(files):
            file.write_bytes(bytes([number]) * 3000)
        (folder / "mask.nii.gz").write_bytes(b"mask")
        inputs = (
            InputFiles("ct", root, files, input_fact("ct", root, files).sha256, ("1.2.3",)),
            InputFiles("ct_roi", folder / "mask.nii.gz", (), ""),
        )
    return CaseToExport(entry_of(CASE_ID, snapshot, SAVED), snapshot, None, inputs)


def imported(path: Path, library: Path, bench: Workbench, **changes: Any) -> ImportedCase:
    return import_case(path, (library, NEW_ID), changes.get("known", ()), bench, NoProgress())


@pytest.fixture(autouse=True)
def _no_dicom(monkeypatch: pytest.MonkeyPatch) -> None:
    """The CT of these tests is only bytes."""
    monkeypatch.setattr("hccdesk.workflow.input_files.frame_of_reference", no_frame)


def no_frame(_: Path) -> tuple[str, ...]:
    return ()


@pytest.fixture
def exported(tmp_path: Path, bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bench.sandbox, "call", lambda function, *given, **named: function(*given, **named))
    return export_case(a_case(tmp_path / "source"), tmp_path / "out.hcccase", bench, NoProgress())


def test_that_the_record_of_the_board_goes_along_about_the_same_result(tmp_path: Path, bench: Workbench) -> None:
    at = SAVED.astimezone(UTC)
    about = [BoardDecision(at + timedelta(minutes=n), f"{n}", WithModels.AGREES, "", ("Wu",), n) for n in (1, 2)]
    lines = (
        BoardOpinion("Wu", OpinionTime.BEFORE_RESULT, at, Expectation.RESPONSE),
        Reveal(at, "Wu", "emergency", result_number=1),
        *about,
        SignOff("Wu", "chair", at, about[1].decided_at),
    )
    there, here = case_library(tmp_path / "there"), case_library(tmp_path / "here")
    there.open()
    here.open()
    try:
        there.save(CASE_ID, CaseSnapshot(clinical=ClinicalRecord(patient_id="000123")), SAVED)
        for _ in about:
            there.keep_result(CASE_ID, a_result())
        for line in lines:
            there.keep_opinion(CASE_ID, line)
        path = export_case(kept_case(there, CASE_ID, with_images=False), tmp_path / "a.hcccase", bench, NoProgress())
        keep_imported(here, imported(path, tmp_path / "here", bench))
        record = BoardRecord(here.opinions(NEW_ID))
        assert [line.number for line in here.results(NEW_ID)] == [1]
        assert [type(line) for line in record.entries] == [type(line) for line in lines]
        assert record.opinions == lines[:1]
        assert record.about(1).decision == replace(about[1], result_number=1)
        assert record.about(1).is_final
        given = [row.event for row in here.audit_rows(NEW_ID) if row.event.action is AuditAction.SIGNED_OFF]
        assert [event.detail for event in given] == ["imported"]  # nobody signed here
    finally:
        there.close()
        here.close()


class TestThereAndBack:
    def test_that_it_comes_back_field_by_field(self, exported: Path, tmp_path: Path, bench: Workbench) -> None:
        case, sent = imported(exported, tmp_path / "library", bench), a_case()
        assert (case.case_id, case.entry.case_id, case.entry.saved_at) == (NEW_ID, CASE_ID, SAVED)
        assert case.snapshot.clinical == sent.snapshot.clinical
        assert case.snapshot.patient == sent.snapshot.patient
        assert np.array_equal(case.snapshot.rois.lesions[0].roi.mask, sent.snapshot.rois.lesions[0].roi.mask)
        assert np.array_equal(case.snapshot.key_images[0].rgb, sent.snapshot.key_images[0].rgb)

    def test_that_its_images_come_with_it_under_neutral_names(
        self, exported: Path, tmp_path: Path, bench: Workbench
    ) -> None:
        case = imported(exported, tmp_path / "library", bench)
        assert case.snapshot.ct
        assert [file.read_bytes()[:1] for file in sorted(case.snapshot.ct.root.iterdir())] == [b"\0", b"\1"]
        assert case.snapshot.ct.mask
        assert case.snapshot.ct.mask.read_bytes() == b"mask"
        with zipfile.ZipFile(exported) as zipped:
            assert not any("Wang" in name for name in zipped.namelist())

    def test_that_a_place_that_the_file_names_is_never_looked_at(
        self, exported: Path, tmp_path: Path, bench: Workbench
    ) -> None:
        case = imported(exported, tmp_path / "library", bench)
        assert case.snapshot.slide
        assert tmp_path / "library" in case.snapshot.slide.path.parents

    def test_that_only_this_user_may_read_the_file(self, exported: Path) -> None:
        if os.name != "nt":
            assert stat.S_IMODE(exported.stat().st_mode) == 0o600

    def test_that_an_imported_case_is_a_new_one_in_the_library(
        self, exported: Path, tmp_path: Path, bench: Workbench
    ) -> None:
        library = case_library(tmp_path / "library")
        library.open()
        try:
            keep_imported(library, imported(exported, tmp_path / "library", bench))
            (entry,) = library.list().entries
            assert (entry.case_id, entry.patient_id, entry.saved_at) == (NEW_ID, "000123", SAVED)
            assert {one.role for one in library.inputs(NEW_ID) if one.kept} == {"ct", "ct_roi"}
            loaded = library.load(NEW_ID)
            assert loaded.ct
            assert len(list(loaded.ct.root.iterdir())) == 2
            again = kept_case(library, NEW_ID, with_images=True)
            assert [one.role for one in again.inputs] == ["ct", "ct_roi"]
            out = export_case(again, tmp_path / "again.hcccase", bench, NoProgress())
            with pytest.raises(StoreError, match="is here already"):
                imported(out, tmp_path / "library", bench, known=library.list().entries)
        finally:
            library.close()

    def test_that_a_case_that_is_here_already_is_not_brought_in_again(
        self, exported: Path, tmp_path: Path, bench: Workbench
    ) -> None:
        known = [a_case().entry]
        with pytest.raises(StoreError, match="is here already"):
            imported(exported, tmp_path / "library", bench, known=known)
        assert not (tmp_path / "library").exists()

    def test_that_without_images_nothing_of_them_is_in_the_file(self, tmp_path: Path, bench: Workbench) -> None:
        case = a_case()
        path = export_case(case, tmp_path / "small.hcccase", bench, NoProgress())
        with zipfile.ZipFile(path) as zipped:
            assert not any(name.startswith("inputs") for name in zipped.namelist())


class TestExporting:
    def test_that_a_replaced_image_is_not_exported_and_an_earlier_file_stays(
        self, tmp_path: Path, bench: Workbench
    ) -> None:
        case = a_case(tmp_path / "source")
        path = tmp_path / "out.hcccase"
        path.write_bytes(b"earlier")
        case.inputs[0].files[0].write_bytes(b"another patient")
        with pytest.raises(InputError):
            export_case(
                CaseToExport(case.entry, case.snapshot, None, case.inputs[:1]), path, unboxed(bench), NoProgress()
            )
        assert path.read_bytes() == b"earlier"
        assert sorted(p.name for p in tmp_path.iterdir()) == ["out.hcccase", "source"]

    def test_that_a_cancelled_export_leaves_nothing(self, tmp_path: Path, bench: Workbench) -> None:
        class Stop:
            def step(self, done: int, total: int, label: str) -> None:
                if label.startswith("Writing"):
                    raise Cancelled

        with pytest.raises(Cancelled):
            export_case(a_case(tmp_path / "source"), tmp_path / "out.hcccase", unboxed(bench), Stop())
        assert [p.name for p in tmp_path.iterdir()] == ["source"]

    def test_that_a_folder_that_is_not_there_is_said(self, tmp_path: Path, bench: Workbench) -> None:
        with pytest.raises(StoreError, match="could not be exported"):
            export_case(a_case(), tmp_path / "gone" / "out.hcccase", bench, NoProgress())

    def test_that_a_case_that_is_gone_is_said(self, tmp_path: Path) -> None:
        library = case_library(tmp_path / "library")
        library.open()
        try:
            with pytest.raises(StoreError, match="no longer there"):
                kept_case(library, CASE_ID, with_images=False)
        finally:
            library.close()


class _Unboxed:
    """A workbench whose sandbox runs in this process: what is looked up here is only bytes."""

    def __init__(self) -> None:
        self.sandbox = self

    def call(self, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        return function(*given, **named)


def unboxed(_: Workbench) -> Any:
    return _Unboxed()


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The file with other entries, stored as the exporter stores them."""
    with zipfile.ZipFile(path) as zipped:
        content = {name: zipped.read(name) for name in zipped.namelist()}
    change(content)
    with zipfile.ZipFile(path, "w") as zipped:
        for name, data in content.items():
            stored = name.startswith("inputs/") or name.endswith(".png")
            zipped.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return path


def with_entry(path: Path, info: zipfile.ZipInfo, data: bytes = b"x") -> Path:
    with zipfile.ZipFile(path, "a") as zipped:
        zipped.writestr(info, data)
    return path


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("inputs/slide/slide.svs")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def outside(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("x")
    info.filename = info.orig_filename = name
    return info


@pytest.mark.bad("BAD-072")
@pytest.mark.parametrize(
    ("info", "reason"),
    [
        (outside("../../evil.dcm"), "names a place outside"),
        (outside("inputs/ct/../../evil.dcm"), "names a place outside"),
        (outside("/etc/evil"), "names a place outside"),
        (outside("\\\\server\\share\\evil"), "names a place outside"),
        (outside("inputs\\ct\\evil.dcm"), "names a place outside"),
        (outside("C:evil"), "names a place outside"),
        (outside("inputs/ct/x:ads"), "names a place outside"),
        (link(), "is a link"),
        (outside("inputs/ct/inner.zip"), "another archive"),
        (outside("more.hcccase"), "another archive"),
        (outside("inputs/ct/CON"), "has no place in a case"),
        (outside("inputs/ct/nul.dcm"), "has no place in a case"),
        (outside("inputs/ct/"), "has no place in a case"),
        (outside("inputs/ct/trailing. "), "has no place in a case"),
        (outside("inputs/ct/a/b/c.dcm"), "has no place in a case"),
        (outside("inputs/other/a.dcm"), "has no place in a case"),
        (outside("run.exe"), "has no place in a case"),
        (outside("inputs/ct/" + "a" * 300), "has no place in a case"),
        (outside("CASE.JSON"), "has no place in a case"),
        (outside("inputs/ct/000001.DCM"), "two entries of one name"),
    ],
    ids=lambda given: str(getattr(given, "filename", given))[:32],
)
def test_that_an_unsafe_entry_is_refused_and_nothing_is_unpacked(
    exported: Path, tmp_path: Path, bench: Workbench, info: zipfile.ZipInfo, reason: str
) -> None:
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    with pytest.raises(StoreError, match=reason):
        imported(with_entry(exported, info), tmp_path / "library", bench)
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


@pytest.mark.bad("BAD-072")
def test_that_an_encrypted_file_is_refused(exported: Path, tmp_path: Path, bench: Workbench) -> None:
    content = bytearray(exported.read_bytes())
    place = content.index(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<H", content, place + 8, 1)
        place = content.find(b"PK\x01\x02", place + 4)
    exported.write_bytes(content)
    with pytest.raises(StoreError, match="it is encrypted"):
        imported(exported, tmp_path / "library", bench)


@pytest.mark.bad("BAD-072")
def test_that_a_bomb_is_refused_from_its_directory(exported: Path, tmp_path: Path, bench: Workbench) -> None:
    bomb = b"\0" * (portable_zip.NO_BOMB_BELOW + 1)
    with pytest.raises(StoreError, match="far more than it is"):
        imported(rewritten(exported, lambda held: held.update({"7.raw": bomb})), tmp_path / "library", bench)


@pytest.mark.bad("BAD-072")
def test_that_a_bomb_that_lies_of_its_size_is_cut_off(exported: Path, tmp_path: Path, bench: Workbench) -> None:
    rewritten(exported, lambda held: held.update({"case.json": b" " * (portable_zip.NO_BOMB_BELOW // 2)}))
    content = bytearray(exported.read_bytes())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):  # the uncompressed size, in both places
        place = content.index(b"case.json", content.index(mark)) if mark == b"PK\x03\x04" else -1
        place = content.rindex(mark, 0, content.rindex(b"case.json")) if place < 0 else content.rindex(mark, 0, place)
        struct.pack_into("<I", content, place + at, 100)
    exported.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged|far more than it is"):
        imported(exported, tmp_path / "library", bench)


@pytest.mark.bad("BAD-072")
def test_that_images_that_are_packed_are_refused_for_they_could_be_bombs(
    exported: Path, tmp_path: Path, bench: Workbench
) -> None:
    info = zipfile.ZipInfo("inputs/slide/slide.svs")
    info.compress_type = zipfile.ZIP_DEFLATED
    with pytest.raises(StoreError, match="packed in a way"):
        imported(with_entry(exported, info, b"\0" * 100_000), tmp_path / "library", bench)


@pytest.mark.bad("BAD-072")
def test_that_too_many_entries_are_refused(
    exported: Path, tmp_path: Path, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portable_zip, "MOST_ENTRIES", 5)
    with pytest.raises(StoreError, match="more than any case"):
        imported(exported, tmp_path / "library", bench)


def test_that_images_the_file_does_not_tell_of_are_refused(exported: Path, tmp_path: Path, bench: Workbench) -> None:
    with pytest.raises(StoreError, match="no exported case, or it is damaged"):
        imported(
            rewritten(exported, lambda held: held.update({"inputs/slide/slide.svs": b"x"})),
            tmp_path / "library", bench,
        )  # fmt: skip


def test_that_an_image_that_was_changed_is_refused_and_nothing_is_left(
    exported: Path, tmp_path: Path, bench: Workbench
) -> None:
    changed = rewritten(exported, lambda held: held.update({"inputs/ct/000002.dcm": b"another"}))
    with pytest.raises(StoreError, match="an image in it is damaged"):
        imported(changed, tmp_path / "library", bench)
    assert not list((tmp_path / "library" / "inputs").iterdir())


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all" * 100, b"{}"])
def test_that_a_file_that_is_no_zip_is_refused(tmp_path: Path, bench: Workbench, content: bytes) -> None:
    path = tmp_path / "a.hcccase"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="no exported case"):
        imported(path, tmp_path / "library", bench)


def test_that_a_torn_file_is_refused_wherever_it_is_torn(exported: Path, tmp_path: Path, bench: Workbench) -> None:
    whole = exported.read_bytes()
    for part in range(10):
        exported.write_bytes(whole[: len(whole) * part // 10])
        with pytest.raises(StoreError):
            imported(exported, tmp_path / "library", bench)


@pytest.mark.bad("BAD-054")
@pytest.mark.parametrize("told", ["NaN", "Infinity", "[" * 100_000, '{"format": "other"}', "null"])
def test_that_json_that_is_none_of_ours_is_refused(exported: Path, tmp_path: Path, bench: Workbench, told: str) -> None:
    changed = rewritten(exported, lambda held: held.update({"case.json": told.encode()}))
    with pytest.raises(StoreError, match="no exported case"):
        imported(changed, tmp_path / "library", bench)


@pytest.mark.bad("BAD-090")
def test_that_a_case_of_a_newer_program_is_refused_as_that(exported: Path, tmp_path: Path, bench: Workbench) -> None:
    def newer(held: dict[str, bytes]) -> None:
        told = json.loads(held["case.json"])
        held["case.json"] = json.dumps({**told, "version": 99}).encode()

    with pytest.raises(StoreError, match="newer version"):
        imported(rewritten(exported, newer), tmp_path / "library", bench)


def test_that_pictures_of_somebody_else_are_decoded_in_the_sandbox_first(
    tmp_path: Path, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    call = bench.sandbox.call

    def watched(function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        asked.append(function.__name__)
        return call(function, *given, **named)

    monkeypatch.setattr(bench.sandbox, "call", watched)
    monkeypatch.setattr("hccdesk.workflow.import_case.read_portable", lambda _: pytest.fail("read in this process"))
    path = export_case(a_case(), tmp_path / "a.hcccase", bench, NoProgress())

    def torn(held: dict[str, bytes]) -> None:
        name = next(name for name in held if name.endswith(".png"))
        held[name] = held[name][:40] + b"\0" * 40

    with pytest.raises(StoreError, match="no exported case, or it is damaged"):
        imported(rewritten(path, torn), tmp_path / "library", bench)
    assert asked == ["check_exported"]

"""A kept case comes back as it was, field by field, and a file that is torn, foreign or newer is refused in words."""

from __future__ import annotations

import json
import os
import stat
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from hccdesk.domain.case_snapshot import CaseSnapshot, CtSource, SlideSource
from hccdesk.domain.clinical_record import (
    Ascites,
    ClinicalRecord,
    Hepatitis,
    PortalVeinInvasion,
    PreviousSession,
    RadiologicalResponse,
)
from hccdesk.domain.errors import StoreError
from hccdesk.domain.measurement import Measurement, MeasurementKind
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import CtRoi, Polygon, SlideRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.domain.sentence import Sentence
from hccdesk.store import case_file, case_file_arrays
from hccdesk.store.case_file_folder import CaseFolder

CASE_ID = "0123456789abcdef0123456789abcdef"
OTHER_ID = "f" * 32
NOW = datetime(2026, 1, 2, 14, 3, 22, 123456)


def a_snapshot(**changes) -> CaseSnapshot:
    rng = np.random.default_rng(5)
    mask = np.zeros((20, 31, 43), bool)
    mask[3:9, 4:17, 6:29] = rng.random((6, 13, 23)) > 0.5
    empty = np.zeros(mask.shape, bool)
    ring, hole = rng.random((12, 2)) * 4e4, rng.random((5, 2)) * 4e4
    values = {
        "regimen": Regimen.HAIC_TKI_ICI,
        "clinical": ClinicalRecord(
            patient_id="０００123", name="张^三", age_years=61.5, sex=Sex.FEMALE, hepatitis=Hepatitis.HBV_AND_HCV,
            cirrhosis=False, ecog=1, ascites=Ascites.MILD, afp_ng_per_ml=1e5, vp=PortalVeinInvasion.VP4,
            ct_date=date(2026, 1, 1),
            previous_session=PreviousSession(1.5, 2.5, 5, 6, RadiologicalResponse.SD),
        ),
        "patient": PatientIdentity("0001", "Zhang^San=张^三", date(1964, 2, 29), Sex.FEMALE),
        "ct": CtSource(Path("/data/病人/ct"), "1.2.3", Path("/data/mask.nii.gz"), "2"),
        "slide": SlideSource(Path("/data/\udce9.svs"), Path("/data/outline.geojson")),
        "rois": RoiSet(
            (
                Lesion("T1", CtRoi(mask, "tumour", reordered=True), shown=False, colour=3, locked=True, margin_mm=7.5),
                Lesion("T2", CtRoi(empty, "T2")),
            ),
            SlideRoi((Polygon(ring, (hole,)), Polygon(hole)), "qupath-geojson", ("Tumor", "肿瘤")),
            (Measurement("M1", MeasurementKind.DISTANCE, ((0.1, 0.2, -0.3), (1e-9, 4.0, 5.0)), "1.2.3", "axial"),),
        ),
        "facts": (InputFact("ct", "ct", "ab" * 32, "series 1.2.3"),),
        "key_images": (
            Figure(
                "key_1", rng.integers(0, 255, (40, 60, 3)).astype(np.uint8),
                Sentence.of("slice {n} {w:.1f}", n=3, w=1.25),
            ),
        ),
        "mismatch_reason": "renumbered",
        "analysed": True,
    }  # fmt: skip
    return CaseSnapshot(**(values | changes))


def same(a: object, b: object) -> bool:
    """Equal field by field, arrays by content and type."""
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.dtype == b.dtype and np.array_equal(a, b)
    if isinstance(a, tuple):
        return isinstance(b, tuple) and len(a) == len(b) and all(map(same, a, b))
    if hasattr(a, "__dataclass_fields__"):
        return type(a) is type(b) and all(same(getattr(a, n), getattr(b, n)) for n in a.__dataclass_fields__)
    return type(a) is type(b) and a == b


@pytest.fixture
def folder(tmp_path):
    return CaseFolder(tmp_path / "cases")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cases" / f"{CASE_ID}.hcccase"


def rewritten(path: Path, name: str, change) -> None:
    """The file with one entry changed."""
    with zipfile.ZipFile(path) as zipped:
        content = {entry: zipped.read(entry) for entry in zipped.namelist()}
    content[name] = change(content[name])
    with zipfile.ZipFile(path, "w") as zipped:
        for entry, data in content.items():
            zipped.writestr(entry, data)


def in_json(change):
    def apply(content: bytes) -> bytes:
        told = json.loads(content)
        change(told)
        return json.dumps(told).encode()

    return apply


def test_that_a_case_comes_back_field_by_field(folder):
    kept = a_snapshot()
    entry = folder.save(CASE_ID, kept, NOW)
    assert same(folder.load(CASE_ID), kept)
    assert folder.list().entries == (entry,)
    assert (entry.patient_id, entry.saved_at, entry.analysed) == ("0001", NOW, True)


def test_that_an_empty_case_comes_back_empty(folder):
    folder.save(CASE_ID, CaseSnapshot(), NOW)
    assert same(folder.load(CASE_ID), CaseSnapshot())
    assert folder.load(CASE_ID).is_empty


def test_that_the_comparison_of_this_test_notices_one_voxel():
    changed = a_snapshot().rois.lesions[0].roi.mask.copy()
    changed[0, 0, 0] = True
    lesion = Lesion("T1", CtRoi(changed, "tumour", reordered=True), shown=False, colour=3, locked=True, margin_mm=7.5)
    assert not same(a_snapshot(), a_snapshot(rois=RoiSet((lesion,))))


def test_that_masks_of_one_voxel_at_the_corners_come_back(folder):
    masks = []
    for corner in ((0, 0, 0), (4, 6, 8)):
        mask = np.zeros((5, 7, 9), bool)
        mask[corner] = True
        masks.append(mask)
    lesions = tuple(Lesion(str(i), CtRoi(mask, "")) for i, mask in enumerate(masks))
    folder.save(CASE_ID, CaseSnapshot(rois=RoiSet(lesions)), NOW)
    for back, mask in zip(folder.load(CASE_ID).rois.lesions, masks, strict=True):
        assert np.array_equal(back.roi.mask, mask)


@pytest.mark.parametrize("moment", ["write", "fsync", "replace"])
def test_that_a_save_that_is_torn_leaves_the_earlier_state(folder, monkeypatch, moment):
    folder.save(CASE_ID, a_snapshot(), NOW)

    def fail(*_):
        raise OSError(28, "No space left on device")

    target = {"fsync": (os, "fsync"), "replace": (Path, "replace"), "write": (os, "fchmod")}[moment]
    if not hasattr(*target):
        pytest.skip("not on this system")
    monkeypatch.setattr(*target, fail)
    with pytest.raises(StoreError, match="No space left"):
        folder.save(CASE_ID, a_snapshot(mismatch_reason="later"), NOW)
    monkeypatch.undo()
    assert same(folder.load(CASE_ID), a_snapshot())
    assert len(folder.list().entries) == 1


def test_that_a_process_killed_in_the_middle_of_a_save_leaves_the_earlier_state(folder, path):
    folder.save(CASE_ID, a_snapshot(), NOW)
    part = path.with_name(f".{path.name}.999.part")
    part.write_bytes(path.read_bytes()[:500])
    assert same(folder.load(CASE_ID), a_snapshot())
    assert len(folder.list().entries) == 1
    folder.purge()
    assert not part.exists()


def test_that_saved_is_said_only_of_what_can_be_read_back(folder, monkeypatch):
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path)[:-1])
    with pytest.raises(StoreError, match="gave back something else"):
        folder.save(CASE_ID, a_snapshot(), NOW)


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_that_only_this_user_can_read_the_file(folder, path):
    folder.save(CASE_ID, a_snapshot(), NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_that_no_patient_is_named_by_a_file_name(folder, path):
    folder.save(CASE_ID, a_snapshot(), NOW)
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_that_cut_and_flipped_files_are_refused_in_a_sentence(folder, path):
    folder.save(CASE_ID, a_snapshot(), NOW)
    good = path.read_bytes()
    rng = np.random.default_rng(3)
    for cut in rng.integers(0, len(good) - 1, 60):
        path.write_bytes(good[:cut])
        with pytest.raises(StoreError) as raised:
            folder.load(CASE_ID)
        assert "\n" not in str(raised.value)
    told = 0
    for place in rng.integers(0, len(good), 150):
        path.write_bytes(good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :])
        try:
            assert same(folder.load(CASE_ID), a_snapshot())  # a byte that nobody reads, e.g. a date of the zip
        except StoreError:
            told += 1
    assert told > 100


def test_that_a_file_of_a_newer_version_is_refused_and_left_as_it_is(folder, path):
    folder.save(CASE_ID, a_snapshot(), NOW)
    rewritten(path, "case.json", in_json(lambda told: told.update(version=2)))
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        folder.load(CASE_ID)
    assert path.read_bytes() == before


def test_that_a_field_unknown_here_is_not_dropped_in_silence(folder, path):
    folder.save(CASE_ID, a_snapshot(), NOW)
    rewritten(path, "case.json", in_json(lambda told: told["value"]["clinical"].update(bilirubin_trend=1)))
    with pytest.raises(StoreError, match="newer version"):
        folder.load(CASE_ID)


def test_that_a_field_of_later_times_takes_its_default_in_an_old_file(folder, path):
    folder.save(CASE_ID, a_snapshot(), NOW)
    rewritten(path, "case.json", in_json(lambda told: told["value"].pop("key_images")))
    assert folder.load(CASE_ID).key_images == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.update(regimen="surgery"),
        lambda value: value["clinical"].update(ecog="1"),
        lambda value: value["clinical"].update(cirrhosis=1),
        lambda value: value["rois"]["lesions"][0]["roi"]["mask"].update(shape=[20, 31, 5]),
        lambda value: value["rois"]["lesions"][0]["roi"]["mask"].update(shape=[10**6, 10**6, 10**6]),
        lambda value: value["rois"]["lesions"][0]["roi"]["mask"].update(entry="99.bits"),
        lambda value: value["rois"]["lesions"][1].update(name="T1"),
        lambda value: value["rois"]["measurements"][0].update(ends_mm=[[0, 0, 0]]),
        lambda value: value["key_images"][0]["rgb"].update(shape=[9, 9, 3]),
        lambda value: value["ct"].pop("root"),
    ],
)
def test_that_values_that_make_no_sense_are_damage(folder, path, change):
    folder.save(CASE_ID, a_snapshot(), NOW)
    rewritten(path, "case.json", in_json(lambda told: change(told["value"])))
    with pytest.raises(StoreError, match="damaged"):
        folder.load(CASE_ID)


def test_that_a_bomb_is_refused_before_it_is_unpacked(folder, path, monkeypatch):
    folder.save(CASE_ID, a_snapshot(), NOW)
    monkeypatch.setattr(case_file, "LARGEST_ENTRY", 100_000)
    rewritten(path, "0.bits", lambda _: bytes(100_001))
    with pytest.raises(StoreError, match="damaged"):
        folder.load(CASE_ID)


@pytest.mark.parametrize(
    ("count", "shape"), [(3, [2**10, 2**10, 2**11]), (1, [20, 30, 6])], ids=["too much together", "another lattice"]
)
def test_that_arrays_are_refused_before_the_first_takes_memory(folder, path, monkeypatch, count, shape):
    folder.save(CASE_ID, a_snapshot(), NOW)

    def claim(told) -> None:
        lesions = told["value"]["rois"]["lesions"]
        others = [{**lesions[1], "name": f"T{3 + i}"} for i in range(count)]
        for other in others:
            other["roi"] = {**other["roi"], "mask": {**other["roi"]["mask"], "shape": shape}}
        told["value"]["rois"]["lesions"] = [*(lesions if count == 1 else ()), *others]

    rewritten(path, "case.json", in_json(claim))
    taken = []
    monkeypatch.setattr(case_file_arrays.np, "zeros", lambda *given: taken.append(given))
    with pytest.raises(StoreError, match="damaged"):
        folder.load(CASE_ID)
    assert taken == []


def test_that_the_source_of_a_picture_and_a_told_resolution_are_kept(folder):
    slide = SlideSource(Path("/x/a.svs"), None, 24_000, 16_000, 0.37)
    picture = Figure("key_1", np.zeros((4, 5, 3), np.uint8), Sentence.of("a slice"), "ct 1.2.3")
    folder.save(CASE_ID, CaseSnapshot(slide=slide, key_images=(picture,)), NOW)
    assert folder.load(CASE_ID).slide == slide
    assert folder.load(CASE_ID).key_images[0].source == "ct 1.2.3"


def test_that_a_file_that_names_no_sources_and_sizes_is_read(folder, path):
    folder.save(CASE_ID, a_snapshot(), NOW)

    def earlier(told) -> None:
        for name in ("width_px", "height_px", "stated_um_per_px"):
            told["value"]["slide"].pop(name)
        told["value"]["key_images"][0].pop("source")

    rewritten(path, "case.json", in_json(earlier))
    assert same(folder.load(CASE_ID), a_snapshot())


def test_that_a_number_that_is_none_is_never_written(folder, path):
    with pytest.raises(StoreError, match="number"):
        folder.save(CASE_ID, CaseSnapshot(clinical=ClinicalRecord(age_years=float("nan"))), NOW)
    assert not path.exists()


def test_that_the_list_has_the_last_saved_in_front_and_names_the_damaged(folder, path):
    folder.save(CASE_ID, a_snapshot(), NOW)
    folder.save(OTHER_ID, CaseSnapshot(), NOW.replace(hour=15))
    (path.parent / f"{'a' * 32}.hcccase").write_bytes(b"no zip")
    (path.parent / "notes.hcccase").write_bytes(b"somebody else's")
    listing = folder.list()
    assert [entry.case_id for entry in listing.entries] == [OTHER_ID, CASE_ID]
    assert ["damaged" in str(fault) for fault in listing.faults] == [True]


def test_that_there_is_no_list_without_a_folder(folder):
    assert folder.list().entries == ()
    folder.purge()


def test_that_a_case_taken_from_the_list_can_be_put_back_until_it_is_purged(folder):
    folder.save(CASE_ID, a_snapshot(), NOW)
    folder.forget(CASE_ID)
    assert folder.list().entries == ()
    folder.put_back(CASE_ID)
    assert same(folder.load(CASE_ID), a_snapshot())
    folder.forget(CASE_ID)
    folder.purge()
    with pytest.raises(StoreError, match="no longer there"):
        folder.put_back(CASE_ID)


@pytest.mark.parametrize("case_id", ["../../etc/passwd", "", "ABC", "0" * 31])
def test_that_only_names_of_ours_become_paths(folder, case_id):
    with pytest.raises(StoreError):
        folder.load(case_id)


def test_that_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="could not be saved"):
        CaseFolder(tmp_path / "file" / "cases").save(CASE_ID, CaseSnapshot(), NOW)

"""A kept case comes back as it was, field by field, and a file that is torn, foreign or newer is refused in words."""

from __future__ import annotations

import json
import os
import stat
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from library_builder import CASE_ID, NOW, a_snapshot, same

from hccdesk.domain.case_snapshot import CaseEntry, CaseSnapshot, SlideSource, entry_of
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import StoreError
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.domain.sentence import Sentence
from hccdesk.store import case_file, case_file_arrays
from hccdesk.store.case_file import read_case, read_entry, write_case


class Folder:
    """Case files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True)

    def save(self, case_id: str, snapshot: CaseSnapshot, saved_at) -> CaseEntry:
        entry = entry_of(case_id, snapshot, saved_at)
        write_case(self._folder / f"{case_id}.hcccase", entry, snapshot)
        return entry

    def load(self, case_id: str) -> CaseSnapshot:
        return read_case(self._folder / f"{case_id}.hcccase")

    def entry(self, case_id: str) -> CaseEntry:
        return read_entry(self._folder / f"{case_id}.hcccase")


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "cases")


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
    assert folder.entry(CASE_ID) == entry
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


def test_that_saved_is_said_only_of_what_can_be_read_back(folder, monkeypatch):
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path)[:-1])
    with pytest.raises(StoreError, match="gave back something else"):
        folder.save(CASE_ID, a_snapshot(), NOW)


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_that_only_this_user_can_read_the_file(folder, path):
    folder.save(CASE_ID, a_snapshot(), NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


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
    rewritten(path, "case.json", in_json(lambda told: told.update(version=3)))
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
        for i, other in enumerate(others):
            box = [[0, 0], [0, 0], [i, i]]
            other["roi"] = {**other["roi"], "mask": {**other["roi"]["mask"], "shape": shape, "box": box}}
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

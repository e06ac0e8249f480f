"""What is found in folders: series, split where one UID holds several, and everything else with what it is."""

from __future__ import annotations

import pickle
import random
import shutil
import time
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from ct_builder import SERIES_UID, a_slice, multiframe, positions, write_series
from pydicom.dataset import Dataset
from pydicom.uid import DeflatedExplicitVRLittleEndian, generate_uid

from hccdesk.ct.series_finder import find_series
from hccdesk.domain.ct import ContrastPhase, SkippedKind, Suitability
from hccdesk.domain.errors import Cancelled, InputError
from hccdesk.domain.patient import Sex


def test_that_a_series_is_found_with_what_its_headers_say(tmp_path: Path) -> None:
    write_series(tmp_path / "a" / "b")
    (series,) = find_series(tmp_path).series
    assert series.series_instance_uid == SERIES_UID
    assert (series.modality, series.slice_count, series.phase) == ("CT", 6, ContrastPhase.PORTAL_VENOUS)
    assert series.verdict.suitability is Suitability.INFER
    assert series.acquisition.acquisition_date is not None
    assert series.acquisition.acquisition_date.isoformat() == "2024-05-06"
    assert (series.patient.patient_id, series.patient.name, series.patient.sex) == ("P1", "Doe^Jane", Sex.FEMALE)


def test_that_the_number_of_the_order_is_kept_and_its_absence_too(tmp_path: Path) -> None:
    def ordered(ds: Dataset, _: int) -> None:
        ds.AccessionNumber = "ACC-77"

    write_series(tmp_path / "ordered", change=ordered)
    write_series(tmp_path / "bare")
    (with_number,), (without,) = (find_series(tmp_path / name).series for name in ("ordered", "bare"))
    assert with_number.acquisition.accession_number == "ACC-77" and without.acquisition.accession_number is None


def test_that_the_result_can_travel_between_processes(tmp_path: Path) -> None:
    write_series(tmp_path)
    (tmp_path / "note.txt").write_text("hello")
    found = find_series(tmp_path)
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.bad("BAD-006")
@pytest.mark.control("RISK-03-b")
def test_that_file_names_and_instance_numbers_do_not_decide_the_order(tmp_path: Path) -> None:
    names = [f"{n}.dcm" for n in range(6)]
    random.Random(7).shuffle(names)

    def reverse_numbers(ds, index):
        ds.InstanceNumber = 100 - index

    written = write_series(tmp_path, change=reverse_numbers, name=lambda i: names[i])
    (series,) = find_series(tmp_path).series
    assert list(series.files) == written


@pytest.mark.bad("BAD-002")
def test_that_two_patients_in_one_folder_are_two_series(tmp_path: Path) -> None:
    write_series(tmp_path, name=lambda i: f"a{i}")

    def other_patient(ds, index):
        ds.PatientID, ds.SeriesInstanceUID = "P2", generate_uid(entropy_srcs=["other"])
        ds.SOPInstanceUID = generate_uid(entropy_srcs=["other", str(index)])

    write_series(tmp_path, change=other_patient, name=lambda i: f"b{i}")
    found = find_series(tmp_path).series
    assert [s.patient.patient_id for s in found] == ["P1", "P2"]


@pytest.mark.bad("BAD-002")
@pytest.mark.control("RISK-01-c")
def test_that_one_series_uid_with_two_patients_is_refused(tmp_path: Path) -> None:
    write_series(tmp_path, change=lambda ds, i: setattr(ds, "PatientID", "P1" if i < 3 else "P2"))
    (series,) = find_series(tmp_path).series
    assert series.verdict.suitability is Suitability.NONE
    assert series.geometry is None
    assert series.verdict.reasons[0].text == "the series mixes 2 patients"


@pytest.mark.bad("BAD-003")
@pytest.mark.control("RISK-08-c")
def test_that_two_acquisitions_under_one_uid_are_told_apart(tmp_path: Path) -> None:
    """BAD-003: arterial and portal venous phase under one SeriesInstanceUID."""

    def acquisition(ds, index):
        ds.AcquisitionNumber = 1 + index // 6
        ds.SOPInstanceUID = generate_uid(entropy_srcs=["two phases", str(index)])

    write_series(tmp_path, positions(6) * 2, change=acquisition)
    found = find_series(tmp_path).series
    assert [s.series_instance_uid for s in found] == [f"{SERIES_UID}#1", f"{SERIES_UID}#2"]
    assert [s.slice_count for s in found] == [6, 6]
    assert all(s.verdict.suitability is Suitability.INFER for s in found)


@pytest.mark.bad("BAD-005")
@pytest.mark.control("RISK-08-c")
def test_that_slices_at_one_place_that_nothing_tells_apart_are_refused(tmp_path: Path) -> None:
    """BAD-005: copies with one SOPInstanceUID and different pixels."""
    paths = write_series(tmp_path)
    ds = a_slice(2, positions(6)[2])
    ds.PixelData = bytes(len(ds.PixelData))
    ds.save_as(tmp_path / "conflict.dcm", enforce_file_format=False)
    (series,) = find_series(tmp_path).series
    assert len(series.files) == len(paths) + 1
    assert series.verdict.suitability is Suitability.VIEW
    assert series.verdict.reasons[0].text.startswith("places with more than one slice: 1")


@pytest.mark.bad("BAD-005")
def test_that_exact_copies_are_left_out_and_listed(tmp_path: Path) -> None:
    paths = write_series(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    found = find_series(tmp_path)
    assert [s.files for s in found.series] == [tuple(paths)]
    assert found.skipped[0].reason.text == "an exact copy of one/000.dcm"
    assert len(found.skipped) == 6


@pytest.mark.bad("BAD-008")
def test_that_a_localiser_in_the_same_series_is_set_apart(tmp_path: Path) -> None:
    write_series(tmp_path)
    scout = a_slice(0, (0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
    scout.ImageType = ["ORIGINAL", "PRIMARY", "LOCALIZER"]
    scout.save_as(tmp_path / "zz_scout.dcm", enforce_file_format=False)
    series = find_series(tmp_path).series
    assert [s.verdict.suitability for s in series] == [Suitability.INFER, Suitability.VIEW]
    assert "localiser" in series[1].verdict.reasons[0].text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Modality": "MR", "SOPClassUID": "1.2.840.10008.5.1.4.1.1.4"}, "not a CT (modality MR)"),
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.7"}, "a screen picture saved as DICOM"),
        (
            {"SamplesPerPixel": 3, "PhotometricInterpretation": "RGB", "BitsAllocated": 8, "BitsStored": 8},
            "colour pictures",
        ),
        ({"PhotometricInterpretation": "MONOCHROME1"}, "inverted"),
    ],
)
@pytest.mark.bad("BAD-008")
def test_that_what_is_no_ct_is_listed_as_such(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    def change(ds, index):
        for keyword, value in changes.items():
            setattr(ds, keyword, value)

    write_series(tmp_path, change=change)
    (series,) = find_series(tmp_path).series
    assert series.verdict.suitability is Suitability.NONE
    assert words in series.verdict.reasons[0].text


@pytest.mark.parametrize(
    ("modality", "sop_class", "kind", "words"),
    [
        ("SEG", "1.2.840.10008.5.1.4.1.1.66.4", SkippedKind.ROI, "a DICOM segmentation"),
        ("RTSTRUCT", "1.2.840.10008.5.1.4.1.1.481.3", SkippedKind.ROI, "a DICOM structure set"),
        ("RTPLAN", "1.2.840.10008.5.1.4.1.1.481.5", SkippedKind.OTHER, "a radiotherapy plan"),
        ("SR", "1.2.840.10008.5.1.4.1.1.88.67", SkippedKind.OTHER, "a DICOM structured report"),
        ("SM", "1.2.840.10008.5.1.4.1.1.77.1.6", SkippedKind.SLIDE, "a whole-slide image"),
    ],
)
@pytest.mark.bad("BAD-008")
def test_that_dicom_objects_without_slices_are_skipped_with_what_they_are(
    tmp_path: Path, modality: str, sop_class: str, kind: SkippedKind, words: str
) -> None:
    ds = a_slice(0, positions(1)[0])
    ds.Modality, ds.SOPClassUID = modality, sop_class
    ds.save_as(tmp_path / "object.dcm", enforce_file_format=False)
    found = find_series(tmp_path)
    assert found.series == ()
    assert (found.skipped[0].kind, words in found.skipped[0].reason.text) == (kind, True)


@pytest.mark.bad("BAD-001")
def test_that_foreign_files_are_skipped_one_by_one(tmp_path: Path) -> None:
    """BAD-001."""
    contents = {
        "empty": b"",
        "a.pdf": b"%PDF-1.7 and so on",
        "Thumbs.db": b"\xd0\xcf" * 99,
        "m.seg.nrrd": b"NRRD0004\n",
        "m.nii.gz": b"\x1f\x8b" + bytes(200),
        "s.svs": b"II*\0" + bytes(200),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    found = find_series(tmp_path)
    assert found.series == ()
    kinds = {s.path.name: s.kind for s in found.skipped}
    assert kinds == {
        "empty": SkippedKind.OTHER,
        "a.pdf": SkippedKind.OTHER,
        "Thumbs.db": SkippedKind.OTHER,
        "m.seg.nrrd": SkippedKind.ROI,
        "m.nii.gz": SkippedKind.ROI,
        "s.svs": SkippedKind.SLIDE,
    }


@pytest.mark.bad("BAD-018")
def test_that_deflated_files_are_refused_before_they_are_inflated(tmp_path: Path) -> None:
    """BAD-018."""

    def deflate(ds, index):
        ds.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian

    write_series(tmp_path, change=deflate)
    found = find_series(tmp_path)
    assert found.series == ()
    assert "deflated" in found.skipped[0].reason.text


@pytest.mark.bad("BAD-022")
def test_that_a_file_without_preamble_is_read_when_it_is_a_ct(tmp_path: Path) -> None:
    """BAD-022."""
    for index, place in enumerate(positions(6)):
        ds = Dataset()
        ds.update(a_slice(index, place))
        ds.save_as(tmp_path / f"{index}", implicit_vr=True, little_endian=True, enforce_file_format=False)
    assert (tmp_path / "0").read_bytes()[:2] == b"\x08\x00"
    (series,) = find_series(tmp_path).series
    assert series.verdict.suitability is Suitability.INFER


@pytest.mark.bad("BAD-022")
def test_that_bytes_without_preamble_that_are_no_image_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x08\x00\x05\x00" + bytes(400))
    assert find_series(tmp_path).series == ()


def test_that_a_blank_sop_class_is_decided_by_modality_and_a_blank_uid_by_folder(tmp_path: Path) -> None:
    def blank(ds, index):
        ds.SOPClassUID = ds.SeriesInstanceUID = ds.StudyInstanceUID = ds.SOPInstanceUID = ""
        ds.file_meta.MediaStorageSOPClassUID = ""

    write_series(tmp_path / "one", change=blank)
    write_series(tmp_path / "two", change=blank)
    found = find_series(tmp_path).series
    assert [s.verdict.suitability for s in found] == [Suitability.INFER, Suitability.INFER]
    assert [s.series_instance_uid for s in found] == ["#1", "#2"]


def test_that_one_file_may_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "enhanced.dcm"
    multiframe().save_as(path, enforce_file_format=False)
    (series,) = find_series(path).series
    assert (series.slice_count, series.files) == (5, (path,))
    assert series.verdict.suitability is Suitability.INFER
    assert series.geometry is not None
    np.testing.assert_allclose(series.geometry.spacing_mm, (2.5, 0.8, 0.7))


def test_that_a_folder_that_does_not_exist_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        find_series(tmp_path / "nowhere")


def test_that_reading_headers_reports_progress_and_can_be_stopped(tmp_path: Path) -> None:
    write_series(tmp_path)

    class StopAtThree:
        seen: ClassVar[list[int]] = []

        def step(self, done: int, total: int, label: str) -> None:
            self.seen.append(done)
            if done == 3:
                raise Cancelled

    with pytest.raises(Cancelled):
        find_series(tmp_path, StopAtThree())
    assert StopAtThree.seen == [1, 2, 3]


@pytest.mark.bad("BAD-030")
def test_that_chinese_names_with_gb2312_escapes_are_read(tmp_path: Path) -> None:
    """BAD-030: pydicom keeps the escapes of ISO 2022 IR 58 in the name."""
    paths = write_series(tmp_path)
    marker, name = b"Doe^Jane", b"Zhang=\x1b$)A" + "张".encode("gb2312")
    for path in paths:
        content = path.read_bytes()
        at = content.index(marker)
        padded = name + b" " * (len(name) % 2)
        charset = b"\x08\x00\x05\x00CS" + (16).to_bytes(2, "little") + b"\\ISO 2022 IR 58 "
        first = content.index(b"\x08\x00\x08\x00CS")
        content = content[: at - 2] + len(padded).to_bytes(2, "little") + padded + content[at + len(marker) :]
        path.write_bytes(content[:first] + charset + content[first:])
    (series,) = find_series(tmp_path).series
    assert series.patient.name == "Zhang=张"


@pytest.mark.bad("BAD-032")
def test_that_nonsense_in_dates_and_numbers_is_unknown(tmp_path: Path) -> None:
    """BAD-032."""
    paths = write_series(tmp_path)
    for path in paths:
        content = path.read_bytes()
        path.write_bytes(content.replace(b"19500102", b"19701350").replace(b"1.25", b"abcd"))
    (series,) = find_series(tmp_path).series
    assert series.patient.birth_date is None
    assert series.acquisition.slice_thickness_mm is None
    assert series.verdict.suitability is Suitability.INFER


@pytest.mark.parametrize("keep", range(140, 1700, 40))
@pytest.mark.bad("BAD-016")
@pytest.mark.control("RISK-09-a")
def test_that_losing_the_end_slice_to_damage_is_never_passed_over(tmp_path: Path, keep: int) -> None:
    """BAD-016: a header cut anywhere. The other five slices are even, so that only the wreck tells of the sixth."""
    paths = write_series(tmp_path)
    paths[5].write_bytes(paths[5].read_bytes()[:keep])
    found = find_series(tmp_path)
    assert all(s.verdict.suitability in (Suitability.NONE, Suitability.VIEW) for s in found.series)
    reasons = " ".join(r.text for s in found.series for r in s.verdict.reasons)
    assert "005.dcm" in reasons


@pytest.mark.parametrize("sop_class", ["1.3.12.2.1107.5.9.1", "1.2.840.10008.5.1.4.1.1.66"], ids=["Siemens CSA", "raw"])
def test_that_objects_without_pixels_beside_a_series_do_not_spoil_it(tmp_path: Path, sop_class: str) -> None:
    write_series(tmp_path)
    ds = a_slice(9, (0.0, 0.0, 0.0))
    del ds.PixelData
    ds.SOPClassUID = sop_class
    ds.save_as(tmp_path / "extra.dcm", enforce_file_format=False)
    found = find_series(tmp_path)
    assert found.series[0].verdict.suitability is Suitability.INFER
    assert found.skipped[0].reason.text == "a DICOM file without an image"


@pytest.mark.bad("BAD-019")
def test_that_deeply_nested_sequences_end_in_a_damaged_file(tmp_path: Path) -> None:
    """BAD-019."""
    path = write_series(tmp_path, positions(1))[0]
    content = path.read_bytes()
    at = content.index(b"\x10\x00\x10\x00PN")
    item = b"\x08\x00\x40\x11SQ\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff"
    path.write_bytes(content[:at] + item * 5000 + content[at:])
    (skipped,) = find_series(tmp_path).skipped
    assert skipped.kind is SkippedKind.DAMAGED


@pytest.mark.bad("BAD-020")
def test_that_two_hundred_thousand_private_elements_are_passed_in_seconds(tmp_path: Path) -> None:
    """BAD-020."""
    path = write_series(tmp_path, positions(1))[0]
    content = path.read_bytes()
    at = content.index(b"\x10\x00\x10\x00PN")
    private = b"".join(b"\x09\x00" + (n % 65536).to_bytes(2, "little") + b"LO\x02\x00ab" for n in range(200_000))
    path.write_bytes(content[:at] + private + content[at:])
    start = time.perf_counter()
    assert len(find_series(tmp_path).series) == 1
    assert time.perf_counter() - start < 20

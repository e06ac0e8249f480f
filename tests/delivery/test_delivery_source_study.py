"""What an object for the chart takes over from the CT, and when nothing may be filed with it."""

from __future__ import annotations

import pytest
from chart_builder import FRAME_UID, SERIES_UID, SLICES, STUDY_UID, write_ct, write_enhanced_ct

from hccdesk.delivery.source_study import read_source_study
from hccdesk.domain.errors import DeliveryError


def files(folder):
    return tuple(sorted(folder.iterdir()))


def test_that_study_patient_and_images_are_read(tmp_path):
    study = read_source_study(files(write_ct(tmp_path / "ct")))
    assert (study.study_instance_uid, study.series_instance_uid) == (STUDY_UID, SERIES_UID)
    assert study.frame_of_reference_uid == FRAME_UID
    assert study.bytes_of("PatientName") == b"Li^Ming"
    assert study.ascii_of("AccessionNumber") == "A-77"
    assert len(study.images) == SLICES
    assert study.images[1].frames[0].position_mm == (-100.0, -80.0, 52.5)


def test_that_every_frame_of_an_enhanced_image_has_its_place(tmp_path):
    (image,) = read_source_study(files(write_enhanced_ct(tmp_path / "ct"))).images
    assert [frame.position_mm[2] for frame in image.frames] == [50 + 2.5 * n for n in reversed(range(SLICES))]


@pytest.mark.parametrize(
    ("charset", "name"),
    [
        ("ISO_IR 192", "李^明"),
        ("GB18030", "李^明"),
        ("GBK", "李^明"),
        ("ISO_IR 100", "Müller^Jörg"),
        (["", "ISO 2022 IR 149"], "Hong^Gildong=洪^吉洞=홍^길동"),
    ],
)
@pytest.mark.control("RISK-26-e")
def test_that_the_bytes_of_a_name_are_taken_over_in_any_character_set(tmp_path, charset, name):
    def change(file):
        file.SpecificCharacterSet, file.PatientName = charset, name

    folder = write_ct(tmp_path / "ct", change)
    study = read_source_study(files(folder))
    assert study.bytes_of("PatientName") in files(folder)[0].read_bytes()
    assert len(study.bytes_of("PatientName")) > 4
    assert study.character_set == (charset if isinstance(charset, str) else "\\".join(charset))


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("PatientID", "000124"),
        ("PatientName", "Wang^Ming"),
        ("PatientBirthDate", "19640103"),
        ("StudyInstanceUID", "1.2.3"),
        ("FrameOfReferenceUID", "1.2.4"),
    ],
)
@pytest.mark.control("RISK-26-d")
def test_that_files_of_two_patients_or_studies_are_refused(tmp_path, keyword, value):
    def change(file):
        if file.InstanceNumber == 4:
            setattr(file, keyword, value)

    with pytest.raises(DeliveryError, match="more than one patient") as refused:
        read_source_study(files(write_ct(tmp_path / "ct", change)))
    assert value not in str(refused.value)


def test_that_a_file_that_is_gone_is_one_sentence(tmp_path):
    paths = files(write_ct(tmp_path / "ct"))
    paths[2].unlink()
    with pytest.raises(DeliveryError, match="cannot be read as DICOM any more"):
        read_source_study(paths)


def test_that_an_anonymised_header_leaves_its_fields_empty(tmp_path):
    def change(file):
        for keyword in ("StudyInstanceUID", "FrameOfReferenceUID", "PatientID", "PatientName", "AccessionNumber"):
            delattr(file, keyword)

    study = read_source_study(files(write_ct(tmp_path / "ct", change)))
    assert (study.study_instance_uid, study.frame_of_reference_uid) == ("", "")
    assert study.bytes_of("PatientID") == b""


@pytest.mark.parametrize("uid", ["1.2.x", "1." * 40 + "1", "../../etc"])
def test_that_an_identifier_that_is_none_counts_as_missing(tmp_path, uid):
    def change(file):
        file.StudyInstanceUID = uid

    assert read_source_study(files(write_ct(tmp_path / "ct", change))).study_instance_uid == ""

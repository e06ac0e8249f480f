"""The DICOM objects of a result, read back with other programs' readers and with our own."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from shutil import which

import highdicom
import numpy as np
import pydicom
import pytest
from chart_builder import (
    AXIAL,
    OBLIQUE,
    PDF,
    SERIES_UID,
    STUDY_UID,
    a_result_of,
    a_source,
    made,
    masks,
    path_of,
    signed,
    the_series,
    write_ct,
    write_enhanced_ct,
)

import hccdesk
from hccdesk.ct.segmentation import fit_to_series, read_mask
from hccdesk.ct.series_finder import find_series
from hccdesk.delivery.source_study import read_source_study
from hccdesk.delivery.written_object import ObjectFacts
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.delivery import ObjectKind
from hccdesk.domain.not_computed import NotComputed
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.sentence import Sentence
from hccdesk.roi.measure import measure
from hccdesk.workflow.chart_source import ChartSource, NamedRegion
from hccdesk.workflow.make_chart_objects import ChartOptions, make_chart_objects

DICOM = (ObjectKind.PDF, ObjectKind.SEG, ObjectKind.SR, ObjectKind.SALIENCY)
NO_CT_MODEL = NotComputed(Sentence.of("no CT was given"))


@pytest.fixture(scope="module")
def ct(tmp_path_factory):
    return write_ct(tmp_path_factory.mktemp("source") / "ct")


@pytest.fixture(scope="module")
def chart(tmp_path_factory, ct):
    return made(tmp_path_factory.mktemp("made") / "chart", ct)


def read(chart, kind):
    return pydicom.dcmread(path_of(chart, kind))


def contents(item):
    """Every content item of a document, depth first."""
    for child in item.get("ContentSequence", ()):
        yield child
        yield from contents(child)


def called(item):
    return item.ConceptNameCodeSequence[0].CodeMeaning


def test_that_everything_can_be_made(chart):
    assert chart.left_out == ()
    assert {one.kind for one in chart.objects} == set(ObjectKind)


@pytest.mark.parametrize("kind", DICOM)
@pytest.mark.control("RISK-26-e")
def test_that_an_object_joins_the_study_of_the_ct_in_a_series_of_its_own(chart, kind):
    made_object = read(chart, kind)
    assert made_object.StudyInstanceUID == STUDY_UID
    assert made_object.SeriesInstanceUID not in ("", SERIES_UID)
    assert (made_object.PatientID, str(made_object.PatientName)) == ("000123", "Li^Ming")
    assert (made_object.PatientBirthDate, made_object.PatientSex) == ("19640102", "M")
    assert (made_object.AccessionNumber, made_object.StudyID, made_object.StudyTime) == ("A-77", "S1", "093000")
    assert made_object.SoftwareVersions == hccdesk.__version__
    told = next(one for one in chart.objects if one.kind is kind)
    assert (told.sop_instance_uid, told.sop_class_uid) == (made_object.SOPInstanceUID, made_object.SOPClassUID)
    assert told.sop_instance_uid == made_object.file_meta.MediaStorageSOPInstanceUID


@pytest.mark.parametrize("kind", [ObjectKind.PDF, ObjectKind.SR, ObjectKind.SALIENCY])
@pytest.mark.control("RISK-26-e")
def test_that_models_of_synthetic_patients_are_called_demonstrations(chart, kind):
    made_object = read(chart, kind)
    assert made_object.SeriesDescription.startswith("DEMONSTRATION ")
    models = {item.ManufacturerModelName: item for item in made_object.ContributingEquipmentSequence}
    assert "DEMONSTRATION" in models["ct-response-demo"].ContributionDescription
    assert models["ct-response-demo"].SoftwareVersions == "0.1.0"


def test_that_the_pdf_comes_back_byte_for_byte(chart, tmp_path):
    document = read(chart, ObjectKind.PDF)
    assert len(document.EncapsulatedDocument) % 2 == 0
    assert len(PDF) % 2 == 1
    assert document.EncapsulatedDocumentLength == len(PDF)
    assert document.EncapsulatedDocument[: len(PDF)] == PDF
    assert (document.Modality, document.ConversionType, document.BurnedInAnnotation) == ("DOC", "WSD", "YES")
    assert document.MIMETypeOfEncapsulatedDocument == "application/pdf"
    named = {item.ReferencedSOPInstanceUID for item in document.SourceInstanceSequence}
    assert {one.sop_instance_uid for one in chart.objects if one.kind not in (ObjectKind.PDF, ObjectKind.FHIR)} < named
    if which("dcm2pdf"):
        subprocess.run(["dcm2pdf", path_of(chart, ObjectKind.PDF), tmp_path / "back.pdf"], check=True)
        assert (tmp_path / "back.pdf").read_bytes() == PDF


def test_that_a_report_is_unverified_until_its_decision_is_signed(chart, ct, tmp_path):
    final = made(tmp_path / "final", ct, options=signed())
    assert read(chart, ObjectKind.PDF).VerificationFlag == "UNVERIFIED"
    assert read(final, ObjectKind.PDF).VerificationFlag == "VERIFIED"
    assert read(chart, ObjectKind.PDF).DocumentTitle == "Tumour board report (draft) [DEMONSTRATION]"
    assert read(final, ObjectKind.PDF).DocumentTitle == "Tumour board report (final) [DEMONSTRATION]"
    # What is signed is the decision on the page, not each number.
    assert read(final, ObjectKind.SR).VerificationFlag == "UNVERIFIED"
    assert read(final, ObjectKind.SR).PreliminaryFlag == "FINAL"
    assert read(chart, ObjectKind.SR).PreliminaryFlag == "PRELIMINARY"


@pytest.mark.parametrize("orientation", [AXIAL, OBLIQUE], ids=["axial", "oblique"])
@pytest.mark.parametrize("step", [2.5, -2.5], ids=["from the feet", "from the head"])
def test_that_the_regions_are_read_back_as_they_were_drawn(tmp_path, orientation, step):
    folder = write_ct(tmp_path / "ct", orientation=orientation, step=step)
    series = the_series(folder)
    drawn = masks(series.geometry)
    path = path_of(made(tmp_path / "chart", folder), ObjectKind.SEG)
    for name, mask in drawn.items():
        np.testing.assert_array_equal(fit_to_series(read_mask(path, name), series, path).mask, mask)
    whole = fit_to_series(read_mask(path, "All tumour regions"), series, path).mask
    np.testing.assert_array_equal(whole, drawn["T1"] | drawn["T2"])


def test_that_the_regions_of_an_enhanced_image_name_its_frames(tmp_path):
    folder = write_enhanced_ct(tmp_path / "ct")
    series = the_series(folder)
    chart = made(tmp_path / "chart", folder, "T1")
    path = path_of(chart, ObjectKind.SEG)
    np.testing.assert_array_equal(fit_to_series(read_mask(path, "T1"), series, path).mask, masks(series.geometry)["T1"])
    frames = set()
    for group in pydicom.dcmread(path).PerFrameFunctionalGroupsSequence:
        source = group.DerivationImageSequence[0].SourceImageSequence[0]
        frames.add(int(source.ReferencedFrameNumber))
    assert frames == {4, 5, 6}  # slices 2 to 4 of 8, stored from the head down
    assert chart.left_out == ()


def test_that_highdicom_reads_the_segmentation(chart, ct):
    found = highdicom.seg.segread(path_of(chart, ObjectKind.SEG))
    assert found.segmentation_type is highdicom.seg.SegmentationTypeValues.BINARY
    assert [found.get_segment_description(n).segment_label for n in (1, 2, 3)] == ["All tumour regions", "T1", "T2"]
    series = the_series(ct)
    images = [image.sop_instance_uid for image in a_source(ct).study.images]
    pixels = found.get_pixels_by_source_instance(
        images, ignore_spatial_locations=True, assert_missing_frames_are_empty=True
    )
    np.testing.assert_array_equal(pixels[..., 1].astype(bool), masks(series.geometry)["T1"])
    assert "ContributingEquipmentSequence" not in found


def test_that_highdicom_reads_the_measurements_with_their_segment(chart, ct):
    report = highdicom.sr.srread(path_of(chart, ObjectKind.SR)).content
    (region,) = report.get_volumetric_roi_measurement_groups()
    segmentation = next(one for one in chart.objects if one.kind is ObjectKind.SEG)
    assert region.referenced_segment.referenced_sop_instance_uid == segmentation.sop_instance_uid
    assert region.tracking_uid == read(chart, ObjectKind.SEG).SegmentSequence[0].TrackingUID
    volumes = region.get_measurements(name=pydicom.sr.codedict.codes.SCT.Volume)
    drawn = masks(the_series(ct).geometry)
    voxels = int((drawn["T1"] | drawn["T2"]).sum())
    assert volumes[0].value == pytest.approx(voxels * 2.5 * 0.8 * 0.7 / 1000)


@pytest.mark.control("RISK-26-e")
def test_that_every_number_stands_with_its_model_and_its_warning(chart):
    document = read(chart, ObjectKind.SR)
    numbers = {called(item): item for item in contents(document) if item.ValueType == "NUM"}
    probability = numbers["DEMONSTRATION P(objective response), CT model"]
    assert float(probability.MeasuredValueSequence[0].NumericValue) == 0.64
    assert probability.MeasuredValueSequence[0].MeasurementUnitsCodeSequence[0].CodeValue == "1"
    assert "DEMONSTRATION P(progression-free survival), 12 months" in numbers
    assert "DEMONSTRATION PRPS (post-treatment risk prediction)" in numbers
    groups = [
        item for item in contents(document) if item.ValueType == "CONTAINER" and called(item) == "Measurement Group"
    ]
    of_ct = next(group for group in groups if probability in list(group.ContentSequence))
    words = {called(item): item.TextValue for item in of_ct.ContentSequence if item.ValueType == "TEXT"}
    assert (words["Algorithm Name"], words["Algorithm Version"]) == ("ct-response-demo", "0.1.0")
    assert words["Warning"].startswith("DEMONSTRATION")
    assert words["Tracking Identifier"].startswith("DEMONSTRATION")
    comments = [item.TextValue for item in document.ContentSequence if called(item) == "Comment"]
    assert len(comments) == 1
    assert comments[0].startswith("DEMONSTRATION")


def test_that_limits_of_a_number_are_numbers_too(tmp_path, ct):
    chart = made(tmp_path / "chart", ct)
    document = read(chart, ObjectKind.SR)
    numbers = {
        called(i): float(i.MeasuredValueSequence[0].NumericValue) for i in contents(document) if i.ValueType == "NUM"
    }
    # Those of the report's own builder, `a_survival_with_band`.
    assert numbers["95 % low: DEMONSTRATION P(progression-free survival), 12 months"] == 0.48
    assert numbers["95 % high: DEMONSTRATION P(progression-free survival), 12 months"] == 0.67


def test_that_a_finding_that_is_missing_says_why_in_the_document(tmp_path, ct):
    chart = made(tmp_path / "chart", ct, ct_response=NO_CT_MODEL)
    texts = [item.TextValue for item in contents(read(chart, ObjectKind.SR)) if item.ValueType == "TEXT"]
    assert "no CT was given" in texts
    assert (ObjectKind.SALIENCY, Sentence.of("The CT model gave no explanation map.")) in chart.left_out


def test_that_each_picture_of_the_map_names_the_slice_it_was_made_from(chart, ct):
    capture = read(chart, ObjectKind.SALIENCY)
    images = a_source(ct).study.images
    named = [item.ReferencedSOPInstanceUID for item in capture.SourceImageSequence]
    assert named == [images[index].sop_instance_uid for index in (2, 3, 4, 5)]
    assert capture.NumberOfFrames == 4
    assert capture.pixel_array.shape[3] == 3
    assert "an explanation is not a cause" in capture.DerivationDescription
    assert capture.BurnedInAnnotation == "YES"


@pytest.mark.parametrize(
    ("charset", "name", "title"),
    [
        ("GB18030", "李^明", "肿瘤多学科会诊报告（草稿） [DEMONSTRATION]"),
        ("GBK", "李^明", "肿瘤多学科会诊报告（草稿） [DEMONSTRATION]"),
        ("ISO_IR 192", "李^明", "肿瘤多学科会诊报告（草稿） [DEMONSTRATION]"),
        ("ISO_IR 100", "Müller^Jörg", "Tumour board report (draft) [DEMONSTRATION]"),
    ],
)
def test_that_the_character_set_of_the_source_is_kept_and_the_title_written_as_far_as_it_goes(
    tmp_path, charset, name, title
):
    def change(file):
        file.SpecificCharacterSet, file.PatientName = charset, name

    folder = write_ct(tmp_path / "ct", change)
    chart = made(tmp_path / "chart", folder, options=type(signed())("zh"), clinical=_nobody())
    for kind in DICOM:
        made_object = read(chart, kind)
        assert made_object.SpecificCharacterSet == charset
        assert str(made_object.PatientName) == name
    assert read(chart, ObjectKind.PDF).DocumentTitle == title


@pytest.mark.parametrize("charset", ["", "ISO_IR 999", ["", "ISO 2022 IR 58"], ["ISO 2022 IR 6", "ISO 2022 IR 87"]])
def test_that_a_character_set_that_we_cannot_write_costs_nothing_of_the_patient(tmp_path, charset):
    def change(file):
        file.SpecificCharacterSet = charset

    chart = made(tmp_path / "chart", write_ct(tmp_path / "ct", change), options=type(signed())("zh"))
    assert chart.left_out == ()
    source = a_source(tmp_path / "ct").study
    for kind in DICOM:
        content = path_of(chart, kind).read_bytes()
        assert source.bytes_of("PatientName") in content
        assert read(chart, kind).get("SpecificCharacterSet", "") == (charset or "")
    assert read(chart, ObjectKind.PDF).DocumentTitle == "Tumour board report (draft) [DEMONSTRATION]"


def test_that_the_same_result_gives_the_same_objects_at_another_time(tmp_path, ct):
    first = made(tmp_path / "one", ct)
    second = made(tmp_path / "two", ct)
    assert [one.sha256 for one in first.objects] == [one.sha256 for one in second.objects]


def test_that_a_report_that_changed_is_another_instance_in_the_same_series(tmp_path, ct, chart):
    other = made(tmp_path / "two", ct, pdf=PDF + b"more")
    before, after = read(chart, ObjectKind.PDF), read(other, ObjectKind.PDF)
    assert before.SeriesInstanceUID == after.SeriesInstanceUID
    assert before.SOPInstanceUID != after.SOPInstanceUID
    assert before.InstanceNumber != after.InstanceNumber  # PS3.3 C.24.2: unique within the series
    assert read(chart, ObjectKind.SEG).SOPInstanceUID == read(other, ObjectKind.SEG).SOPInstanceUID


def test_that_times_are_those_of_the_zone_that_the_source_names(tmp_path):
    def change(file):
        file.TimezoneOffsetFromUTC = "+0800"

    folder = write_ct(tmp_path / "ct", change)
    document = read(made(tmp_path / "chart", folder), ObjectKind.PDF)
    assert (document.ContentDate, document.ContentTime) == ("20260302", "220533")  # 14:05:33 UTC
    assert document.TimezoneOffsetFromUTC == "+0800"
    behind = ObjectFacts(a_source(folder).study, datetime(2026, 3, 2, 14, 5, tzinfo=UTC))
    assert f"{behind.local_time:%H%M}" == "2205"


def test_that_a_series_without_a_frame_of_reference_costs_the_segmentation_alone(tmp_path):
    folder = write_ct(tmp_path / "ct", lambda file: delattr(file, "FrameOfReferenceUID"))
    chart = made(tmp_path / "chart", folder)
    ((kind, reason),) = chart.left_out
    assert kind is ObjectKind.SEG
    assert "no frame of reference" in reason.text
    texts = [called(item) for item in contents(read(chart, ObjectKind.SR))]
    assert "Volume" in texts
    assert "Referenced Segment" not in texts


@pytest.mark.parametrize("keyword", ["PatientID", "PatientName", "PatientBirthDate", "StudyID", "StudyTime"])
def test_that_what_an_anonymiser_took_away_stays_empty(tmp_path, keyword):
    folder = write_ct(tmp_path / "ct", lambda file: delattr(file, keyword))
    chart = made(tmp_path / "chart", folder)
    assert chart.left_out == ()
    for kind in DICOM:
        assert read(chart, kind)[keyword].is_empty


def test_that_a_study_without_an_identifier_gets_no_dicom_but_fhir(tmp_path):
    folder = write_ct(tmp_path / "ct", lambda file: delattr(file, "StudyInstanceUID"))
    chart = made(tmp_path / "chart", folder)
    assert [one.kind for one in chart.objects] == [ObjectKind.FHIR]
    assert {kind for kind, _ in chart.left_out} == set(DICOM)


@pytest.mark.skipif(not which("dsrdump"), reason="dcmtk is not installed")
def test_that_dcmtk_finds_the_document_in_order(chart):
    done = subprocess.run(["dsrdump", path_of(chart, ObjectKind.SR)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    # This version has no table for UTF-8 and says so.
    assert [line for line in done.stderr.splitlines() if b"ISO_IR 192" not in line] == []
    assert b"DEMONSTRATION" in done.stdout


def an_anonymised_ct(folder):
    def change(file):
        for keyword in ("FrameOfReferenceUID", "PatientID", "PatientName", "PatientBirthDate", "PatientSex"):
            delattr(file, keyword)

    return write_ct(folder, change)


def a_chinese_ct(folder):
    def change(file):
        file.SpecificCharacterSet, file.PatientName, file.StudyDescription = "GB18030", "李^明", "腹部增强"

    return write_ct(folder, change)


@pytest.mark.skipif(not which("dciodvfy"), reason="dicom3tools is not installed")
@pytest.mark.parametrize("source", [write_ct, write_enhanced_ct, an_anonymised_ct, a_chinese_ct])
@pytest.mark.parametrize("options", [None, signed()], ids=["draft", "final"])
def test_that_dicom3tools_finds_no_error_in_any_object(tmp_path, source, options):
    given = {"options": options} if options else {}
    chart = made(tmp_path / "chart", source(tmp_path / "ct"), **given, clinical=_nobody())
    for path in (one.path for one in chart.objects if one.path.suffix == ".dcm"):
        done = subprocess.run(["dciodvfy", "-new", path], capture_output=True, check=False)
        lines = [line for line in done.stderr.splitlines() if line.startswith((b"Error", b"Warning"))]
        # It knows neither our coding scheme nor, in an anonymised source, what a DICOMDIR could be made of.
        assert [line for line in lines if b"99HCCDESK" not in line and b"DICOMDIR" not in line] == [], path.name


@pytest.mark.real_data
@pytest.mark.skipif(not which("dciodvfy"), reason="dicom3tools is not installed")
def test_that_the_objects_of_a_real_ct_are_in_order(real_data, tmp_path):
    (series,) = find_series(real_data / "ct" / "hcc_048_portal_venous").series
    mask = np.zeros(series.geometry.shape, bool)
    mask[30:45, 200:260, 100:170] = True
    result = a_result_of(the_series(write_ct(tmp_path / "ct")))
    told = replace(
        result,
        clinical=ClinicalRecord(),
        slide=None,
        ct_series=replace(series, files=()),
        ct_roi=measure(mask, series.geometry),
        ct_response=NO_CT_MODEL,
    )
    regions = (NamedRegion("T", CtRoi(mask, "T").part),)
    source = ChartSource(read_source_study(series.files), series, regions)
    chart = make_chart_objects(told, PDF, source, tmp_path / "chart", ChartOptions(), progress=NoProgress())
    path = path_of(chart, ObjectKind.SEG)
    np.testing.assert_array_equal(fit_to_series(read_mask(path, None), series, path).mask, mask)
    for kind in (ObjectKind.PDF, ObjectKind.SEG, ObjectKind.SR):
        done = subprocess.run(["dciodvfy", "-new", path_of(chart, kind)], capture_output=True, check=False)
        assert not [line for line in done.stderr.splitlines() if line.startswith(b"Error")], kind


def _nobody():
    return ClinicalRecord(patient_id="000123")

"""What counts as the same object: every element, the bytes exactly; and what a PACS may do to one."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pydicom
import pytest
from pacs_objects import PDF, a_report, a_slice, written
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.uid import ImplicitVRLittleEndian

from hccdesk.delivery.pacs_compare import Differences, compare

SAME = Differences()


def changed(**values: object) -> Dataset:
    data = deepcopy(a_report())
    for keyword, value in values.items():
        setattr(data, keyword, value)
    return data


def against(found: Dataset, **values: object) -> Differences:
    sent = deepcopy(found)
    for keyword, value in values.items():
        setattr(found, keyword, value)
    return compare(sent, found)


def test_that_the_same_object_is_the_same():
    data = a_report()
    assert compare(data, deepcopy(data)) == SAME


@pytest.mark.parametrize(
    "bytes_back", [PDF[:-2], PDF + b"x", PDF[:100] + b"\x01" + PDF[101:], b""], ids=["cut", "longer", "a bit", "empty"]
)
def test_that_another_byte_of_the_document_is_an_altered_object(bytes_back: bytes):
    assert against(a_report(), EncapsulatedDocument=bytes_back).altered == ("EncapsulatedDocument",)


def test_that_a_pixel_is_an_altered_object_and_padding_is_none():
    data = a_slice()
    assert against(a_slice(), PixelData=data.PixelData[:-1] + b"\x07").altered == ("PixelData",)
    odd = a_report(b"%PDF-odd")
    odd.EncapsulatedDocument = b"%PDF-od"
    assert against(odd, EncapsulatedDocument=b"%PDF-od\0") == SAME


@pytest.mark.parametrize(
    ("keyword", "value"),
    [("PatientID", "P2"), ("PatientName", "LI^NA=李^娜"), ("PatientBirthDate", "19610204"), ("AccessionNumber", "B1")],
)
def test_that_other_patient_details_are_a_moved_object(keyword: str, value: str):
    assert against(a_report(), **{keyword: value}) == Differences(moved=(keyword,))


def test_that_words_about_the_study_and_additions_are_told_only():
    found = against(a_report(), StudyDescription="CT LIVER", InstitutionName="General")
    assert found == Differences(described=("StudyDescription",), added=("InstitutionName",))


def test_that_a_private_element_of_the_pacs_is_told_by_its_number():
    data = a_report()
    found = deepcopy(data)
    found.add(DataElement(0x00991001, "LO", "shelf 7"))
    assert compare(data, found) == Differences(added=("(0099,1001)",))


def test_that_details_that_were_left_empty_may_be_filled_in():
    data = a_report()
    data.PatientSex, data.AccessionNumber = "", ""
    found = deepcopy(data)
    found.PatientSex, found.AccessionNumber = "M", "A77"
    assert compare(data, found) == Differences(described=("AccessionNumber", "PatientSex"))


def test_that_a_missing_element_is_an_altered_object_unless_it_was_empty():
    data = a_report()
    found = deepcopy(data)
    del found.DocumentTitle, found.StudyID
    assert compare(data, found) == Differences(altered=("DocumentTitle",))


def test_that_nothing_may_change_or_come_within_a_sequence():
    data = a_report()
    item = Dataset()
    item.CodeValue, item.CodeMeaning = "18748-4", "Diagnostic imaging report"
    data.ConceptNameCodeSequence = [item]
    for keyword, value in (("CodeMeaning", "Other"), ("CodingSchemeDesignator", "LN")):
        found = deepcopy(data)
        setattr(found.ConceptNameCodeSequence[0], keyword, value)
        assert compare(data, found).altered == ("ConceptNameCodeSequence",)


def test_that_another_charset_with_the_same_words_is_the_same(tmp_path: Path):
    sent = pydicom.dcmread(written(a_report(), tmp_path / "sent.dcm"))
    data = a_report()
    data.SOPInstanceUID = sent.SOPInstanceUID
    data.SpecificCharacterSet = "GB18030"
    assert compare(sent, pydicom.dcmread(written(data, tmp_path / "other.dcm"))) == SAME


def test_that_the_other_plain_encoding_is_the_same(tmp_path: Path):
    data = a_report()
    data.add(DataElement(0x00991001, "LO", "private"))
    sent = pydicom.dcmread(written(data, tmp_path / "sent.dcm"))
    data.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
    assert compare(sent, pydicom.dcmread(written(data, tmp_path / "other.dcm"))) == SAME

"""From an empty case to the PDF, and an analysis that is stopped, through what a reader sees and touches."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from reader_hands import CTRL, Reader

pytestmark = pytest.mark.timeout(600)


def lesions(reader: Reader) -> dict[str, np.ndarray]:
    return {lesion.name: lesion.roi.mask for lesion in reader.session.model.rois.lesions}


def draw_on_the_axial_view(reader: Reader, right_px: int = 40) -> tuple[slice, slice]:
    """A stroke with the brush from the middle to the right; gives the rows and columns it must lie in."""
    reader.go("CT")
    reader.key(Qt.Key.Key_B)
    view = reader.view("Axial")
    middle = (view.width() / 2, view.height() / 2)
    reader.drag(view, middle, (middle[0] + right_px, middle[1]))
    _, rows, columns = reader.session.model.viewed_ct.volume.hu.shape
    px = min(view.height() / rows, view.width() / columns)  # a slice of square pixels fills the view
    row, column, end = rows // 2, columns // 2, columns // 2 + round(right_px / px)
    return slice(row - 1, row + 2), slice(column, end + 1)


def numbers(reader: Reader) -> list[str]:
    """The large numbers of the Results screen: the two cards, then the horizons."""
    return said_as(reader, "number")


def said_as(reader: Reader, role: str) -> list[str]:
    """Numbers of one look, in the order of the screen."""
    shown = [one.text() for one in reader.seen(QLabel) if one.property("role") == role]
    return [text for text in shown if re.search(r"\d\.\d\d", text)]


def pages_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def test_that_a_case_goes_from_nothing_to_a_chinese_pdf(reader, sample, few_patches, answers, edited_row, tmp_path):
    reader.drop(edited_row(patient_id="BEFORE-1", name="Somebody Else"))
    assert reader.reads("BEFORE-1")
    reader.key(Qt.Key.Key_N, CTRL)
    reader.wait()
    assert reader.reads("^No patient yet$")
    assert not reader.reads("^ID BEFORE-1 · M · 61 y$")

    reader.drop(sample.ct_folder)
    answers(getOpenFileName=sample.slide)
    reader.go("Case")
    reader.press("Biopsy slide: Add …")
    reader.wait()
    assert reader.reads("slide.tiff")

    rows, columns = draw_on_the_axial_view(reader)
    ((name, drawn),) = lesions(reader).items()
    assert name == "T1"
    (at,) = np.flatnonzero(drawn.any(axis=(1, 2)))
    assert drawn[at, rows, columns].all()
    beside = drawn[at].copy()
    beside[rows.start - 8 : rows.stop + 8, columns.start - 8 : columns.stop + 8] = False
    assert not beside.any()
    assert reader.button("Lock T1 against changes").isEnabled()
    reader.key(Qt.Key.Key_Z, CTRL)
    assert lesions(reader) == {}
    reader.key(Qt.Key.Key_Y, CTRL)
    assert np.array_equal(lesions(reader)["T1"], drawn)

    reader.drop(sample.ct_roi)
    imported = lesions(reader)
    assert any(mask.sum() > 10 * drawn.sum() for mask in imported.values())
    reader.key(Qt.Key.Key_Z, CTRL)
    assert list(lesions(reader)) == ["T1"]
    assert np.array_equal(lesions(reader)["T1"], drawn)
    reader.key(Qt.Key.Key_Y, CTRL)
    assert all(np.array_equal(lesions(reader)[name], mask) for name, mask in imported.items())

    reader.drop(few_patches)
    answers(getOpenFileName=sample.clinical)
    reader.go("Case")
    reader.press("Import clinical row …")
    reader.wait()
    assert reader.reads("PHANTOM-P7")

    reader.go("Results")
    reader.press("Analyse")
    reader.wait()
    result = reader.session.model.result
    assert result is not None
    found = numbers(reader)
    assert len(found) == 11, found
    found = found[:5]  # three each of the public nomogram and of the clinical features alone follow

    try_another_value(reader, result, found)
    save_the_report_in_chinese(reader, answers, tmp_path / "report", found)


def try_another_value(reader, result, found):
    nomogram = next(v for v in reader.seen(QWidget) if v.accessibleName().startswith("Nomogram:"))
    nomogram.setFocus()
    reader.key(Qt.Key.Key_Delete)  # the patient's own value
    before = nomogram.grab().toImage()
    reader.key(Qt.Key.Key_Right)
    if not reader.reads("what-if, not the patient"):
        reader.key(Qt.Key.Key_Left)
    reader.wait()
    assert reader.reads("◇ what-if, not the patient")
    tried = said_as(reader, "what_if")
    assert len(tried) == 3, tried
    assert numbers(reader)[:5] == found
    assert nomogram.grab().toImage() != before
    assert reader.session.model.result is result
    reader.go("Report")
    reader.go("Results")
    assert not reader.reads("◇ what-if, not the patient")
    assert numbers(reader)[:5] == found


def save_the_report_in_chinese(reader, answers, path, found):
    reader.go("Report")
    reader.wait()
    reader.choose("Language of the report", "简体中文")
    reader.wait()
    answers(getSaveFileName=path)
    reader.press("Save PDF …")
    reader.wait()
    saved = path.with_suffix(".pdf")
    pages = pages_of(saved)
    whole = "".join(pages)
    assert "肝" in whole
    for number in found:
        assert number in pages[0], (number, pages[0])
    assert [number for number, page in enumerate(pages) if "DEMONSTRATION" not in page and "演示" not in page] == []
    assert reader.reads("^Saved .*report.pdf")


@pytest.mark.control("RISK-42-a")
def test_that_an_analysis_is_stopped_in_the_midst_of_it(reader, sample):
    reader.drop(sample.ct_folder, sample.ct_roi, sample.clinical)
    reader.go("Results")
    reader.press("Analyse")
    reader.wait()
    earlier = reader.session.model.result
    found = numbers(reader)
    assert earlier is not None
    reader.drop(sample.slide, sample.slide_roi)
    assert reader.reads("The inputs have changed")
    reader.press("Analyse")
    reader.until(lambda: reader.reads(r"(?i)patch.* \d+/\d+"))
    started = time.monotonic()
    reader.press("Cancel")
    reader.until(lambda: reader.reads("^Cancelled"), 30_000)
    seconds = time.monotonic() - started
    print(f"cancelled after {seconds:.2f} s")
    assert seconds < 5
    assert reader.reads("^Cancelled. The earlier result is kept.$")
    assert reader.session.model.result is earlier
    assert numbers(reader) == found
    assert reader.reads("The inputs have changed")
    assert reader.button("Analyse").isEnabled()

    reader.press("Analyse")
    reader.press("Cancel")  # at once, while the networks are still loaded
    started = time.monotonic()
    reader.until(lambda: reader.reads("^Cancelled"), 30_000)
    assert time.monotonic() - started < 5
    reader.wait()
    assert reader.session.model.result is earlier


@pytest.mark.control("RISK-02-b")
def test_that_what_runs_for_one_patient_never_comes_to_the_next(reader, sample, edited_row):
    reader.drop(sample.ct_folder, sample.ct_roi, sample.clinical)
    reader.drop(sample.slide, sample.slide_roi)
    reader.go("Results")
    reader.press("Analyse")
    reader.until(lambda: reader.reads(r"(?i)patch.* \d+/\d+"))
    reader.key(Qt.Key.Key_N, CTRL)
    reader.until(lambda: reader.reads("^No patient yet$"))
    reader.drop(edited_row(patient_id="NEXT-2", name="Next Patient"))
    reader.wait()
    assert reader.reads("^ID NEXT-2")
    assert reader.session.model.result is None
    reader.go("Results")
    assert numbers(reader) == []
    assert reader.reads("^No result yet")

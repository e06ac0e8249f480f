"""What is broken, does not fit, or belongs to somebody else: looked at where it can be, refused in words where not."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QInputDialog, QWidget

from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.result import HaimFinding, NotComputed, ScoreFinding
from hccdesk.phantom.nifti_mask import write_mask
from hccdesk.ui import theme

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def ct_with_a_gap(sample, tmp_path) -> Path:
    folder = tmp_path / "gap"
    shutil.copytree(sample.ct_folder, folder)
    files = sorted(folder.iterdir())
    files[len(files) // 2].unlink()
    return folder


def amber_rows(view) -> int:
    """How high the banner across the top of a view is, in rows of the picture."""
    picture, amber = view.grab().toImage(), theme.Theme(theme.DARK)["caution"]
    column = [QColor(picture.pixel(2, y)) for y in range(picture.height())]
    return next((y for y, colour in enumerate(column) if colour.rgb() != QColor(amber).rgb()), len(column))


@pytest.mark.bad("BAD-004")
@pytest.mark.control("RISK-09-b")
def test_that_a_series_with_a_gap_is_looked_at_and_given_to_no_model(reader, sample, ct_with_a_gap, few_patches):
    reader.drop(sample.ct_folder)
    reader.go("CT")
    reader.wait()
    assert amber_rows(reader.view("Axial")) == 0
    reader.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    reader.wait()
    reader.drop(ct_with_a_gap)
    reader.drop(sample.slide, few_patches, sample.clinical)
    reader.go("CT")
    reader.wait()
    assert amber_rows(reader.view("Axial")) > 10
    assert is_a_picture(reader.view("Axial"))
    assert reader.reads("look only")
    assert reader.reads(r"Slices are missing \(1\): slices 19 and 20 are 10.00 mm apart, the others 5.00 mm")
    assert not reader.button("Brush (B)").isEnabled()

    reader.go("Results")
    reader.press("Analyse")
    reader.wait()
    result = reader.session.model.result
    assert isinstance(result.slide_response, HaimFinding)
    assert isinstance(result.ct_response, NotComputed)
    assert isinstance(dict(result.scores)["ALBI"], ScoreFinding)
    assert {fact.role for fact in result.provenance.inputs} == {"slide", "slide_roi", "clinical"}
    assert [text for text in reader.texts() if text == "not computed"]


def is_a_picture(view) -> bool:
    """Whether there is more than one grey along the middle."""
    picture = view.grab().toImage()
    middle = [picture.pixelColor(x, picture.height() // 2).value() for x in range(picture.width())]
    return max(middle) - min(middle) > 60


@pytest.mark.control("RISK-09-b")
def test_that_the_results_say_of_a_ct_that_is_only_looked_at_why_no_model_had_it(reader, sample, ct_with_a_gap):
    reader.drop(ct_with_a_gap)
    reader.drop(sample.ct_roi, sample.clinical)
    reader.go("Case")
    assert reader.reads("^Slices are missing")
    reader.go("Results")
    reader.press("Analyse")
    reader.wait()
    assert reader.reads("^The CT can only be looked at: slices are missing")
    assert not reader.reads("(?i)no CT was given")


@pytest.mark.bad("BAD-015")
def test_that_of_a_series_with_a_cut_file_nothing_is_shown_and_it_is_said_why(reader, sample, tmp_path):
    folder = tmp_path / "cut"
    shutil.copytree(sample.ct_folder, folder)
    one = sorted(folder.iterdir())[10]
    one.write_bytes(one.read_bytes()[: one.stat().st_size // 2])
    reader.drop(folder)
    assert reader.session.model.viewed_ct is None
    reader.go("CT")
    reader.wait()
    assert reader.reads("not usable")
    heard = [widget.toolTip() + widget.accessibleName() for widget in reader.seen(QWidget)]
    assert any(one.name in said or "cut" in said or "truncated" in said for said in (*heard, *reader.texts()))


def test_that_a_ct_that_cannot_be_read_does_not_lend_its_name_to_the_one_before(reader, sample, tmp_path):
    folder = tmp_path / "one slice"
    folder.mkdir()
    shutil.copy(sorted(sample.ct_folder.iterdir())[5], folder)
    reader.drop(sample.ct_folder)
    reader.go("Case")
    assert reader.reads("39 × 5 mm")
    reader.drop(folder)
    assert reader.session.board.problems
    assert reader.session.model.inputs.ct is None or reader.reads("39 × 5 mm")


def test_that_the_same_ct_brought_in_again_leaves_the_region_where_it_is(reader, sample):
    reader.drop(sample.ct_folder, sample.ct_roi)
    rois = reader.session.model.rois
    reader.drop(sample.ct_folder)
    assert [lesion.name for lesion in reader.session.model.rois.lesions] == [one.name for one in rois.lesions] == ["T1"]


@pytest.mark.control("RISK-11-a")
def test_that_a_mask_of_another_lattice_is_refused_with_the_numbers(reader, sample, tmp_path):
    foreign = tmp_path / "foreign.nii.gz"
    mask = np.zeros((30, 100, 100), bool)
    mask[10:20, 40:60, 40:60] = True
    geometry = VolumeGeometry(mask.shape, (3.0, 2.0, 2.0), (0.0, 0.0, 0.0), ((0, 0, 1), (0, 1, 0), (1, 0, 0)))
    write_mask(mask, geometry, foreign)
    reader.drop(sample.ct_folder)
    reader.drop(foreign)
    assert reader.session.model.inputs.ct is not None
    assert reader.session.model.rois.lesions == ()
    reader.go("CT")
    assert reader.reads("30×100×100 voxels .* the series has 39×512×512")
    reader.key(Qt.Key.Key_F8)
    assert reader.reads("^Foreign.nii.gz: .*30×100×100 voxels.*Export the mask|^foreign.nii.gz: .*30×100×100")


def test_that_half_a_slide_is_refused_in_words(reader, sample, tmp_path):
    half = tmp_path / "half.tiff"
    content = sample.slide.read_bytes()
    half.write_bytes(content[: len(content) // 2])
    reader.drop(half)
    assert reader.session.model.inputs.slide is None
    reader.go("Slide")
    assert reader.reads("^No slide yet$")
    reader.key(Qt.Key.Key_F8)
    assert reader.reads("(?i)^half.tiff: .*not a whole-slide image we can read.*Give a CT folder")


@pytest.mark.bad("BAD-034")
@pytest.mark.control("RISK-01-a")
def test_that_another_patients_row_stops_the_analysis_until_a_reason_is_typed(
    reader, sample, edited_row, answers, tmp_path, monkeypatch
):
    reader.drop(sample.ct_folder)
    reader.drop(edited_row(patient_id="OTHER-77", name="Quite Somebody Else"))
    reader.wait()
    reader.qtbot.wait(300)
    reader.go("Results")
    analyse = reader.button("Analyse")
    assert not analyse.isEnabled()
    assert "different patients" in analyse.toolTip()
    assert reader.reads("^The inputs name different patients")
    reader.go("Case")
    assert reader.reads("^The clinical row and the CT name different patients")
    monkeypatch.setattr(QInputDialog, "getText", staticmethod(lambda *_, **__: ("   ", True)))
    reader.press("Go on, with a reason …")
    reader.go("Results")
    assert not reader.button("Analyse").isEnabled()
    reader.go("Case")
    reason = "ID retyped at transfer, checked by Dr B"
    monkeypatch.setattr(QInputDialog, "getText", staticmethod(lambda *_, **__: (reason, True)))
    reader.press("Go on, with a reason …")
    reader.qtbot.wait(300)
    assert reader.reads(reason)
    reader.go("Results")
    reader.press("Analyse")
    reader.wait()
    assert reader.session.model.result is not None
    reader.go("Report")
    reader.wait()
    answers(getSaveFileName=tmp_path / "wrong.pdf")
    reader.press("Save PDF …")
    reader.wait()
    with pypdfium2.PdfDocument(tmp_path / "wrong.pdf") as pdf:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    assert any(reason in page for page in pages)

"""Another reader's region: what the model says of it stands beside the result, which rests on the region agreed on."""

from __future__ import annotations

import pypdfium2
import pytest
import SimpleITK as sitk

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def drawn_wider(sample, tmp_path):
    """The sample's region as somebody draws it who takes a rim of two voxels in."""
    mask = sitk.ReadImage(str(sample.ct_roi))
    wider = sitk.BinaryDilate(sitk.Cast(mask > 0, sitk.sitkUInt8), (2, 2, 0))
    path = tmp_path / "reader-b.nii.gz"
    sitk.WriteImage(wider, str(path))
    return path


def dice_by_simpleitk(one, other) -> float:
    overlap = sitk.LabelOverlapMeasuresImageFilter()
    images = [sitk.Cast(sitk.ReadImage(str(path)) > 0, sitk.sitkUInt8) for path in (one, other)]
    overlap.Execute(*images)
    return overlap.GetDiceCoefficient()


def text_of(path) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))


def test_that_the_spread_between_readers_stands_beside_the_reading(analyse, sample, drawn_wider):
    inputs = ("--ct", sample.ct_folder, "--ct-roi", sample.ct_roi, "--clinical", sample.clinical)
    ran = analyse(*inputs, "--reader", f"A={sample.ct_roi}", "--reader", f"B={drawn_wider}")
    assert ran.code == 0, ran.err
    found = ran.result["ct_response"]
    same, wider = found["readings"]
    assert (same["reader"], same["dice"]) == ("A", 1.0)
    assert same["probability_of_objective_response"] == found["probability_of_objective_response"]
    assert wider["dice"] == pytest.approx(dice_by_simpleitk(sample.ct_roi, drawn_wider), abs=1e-12)
    assert wider["probability_of_objective_response"] != found["probability_of_objective_response"]
    told = f"B {wider['probability_of_objective_response']:.2f} (Dice {wider['dice']:.2f})"
    assert told in ran.out
    assert told in " ".join(text_of(ran.folder / "report.pdf").split())
    roles = [fact["role"] for fact in ran.result["provenance"]["inputs"]]
    assert roles == ["ct", "ct_roi", "ct_roi_reader", "ct_roi_reader", "clinical"]


def test_that_a_readers_region_needs_one_to_be_compared_with(analyse, sample, drawn_wider):
    ran = analyse("--ct", sample.ct_folder, "--clinical", sample.clinical, "--reader", f"B={drawn_wider}")
    assert ran.code == 3
    assert "nothing to be compared with" in ran.err


@pytest.mark.parametrize("given", [["B"], ["=x.nii"], ["B=x.nii", "b=y.nii"]])
def test_that_readers_are_given_by_name_and_each_once(analyse, sample, given):
    options = [option for text in given for option in ("--reader", text)]
    ran = analyse("--ct", sample.ct_folder, "--ct-roi", sample.ct_roi, *options)
    assert ran.code == 2

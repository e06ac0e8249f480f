from dataclasses import replace
from types import SimpleNamespace

import pytest

from hccdesk.domain.clinical_record import BclcStage, ClinicalRecord
from hccdesk.domain.roi import RoiMeasurements, SlideRoi
from hccdesk.workflow.contradictions import contradictions


def region(diameter_mm: float) -> SimpleNamespace:
    return SimpleNamespace(measurements=RoiMeasurements(10.0, diameter_mm, diameter_mm, 5))


@pytest.mark.parametrize(
    ("stated", "measured", "told"), [(150, 84, True), (84, 150, True), (100, 84, False), (100, 100, False)]
)
@pytest.mark.control("RISK-25-c")
def test_that_a_row_and_a_region_of_different_size_are_told(stated, measured, told):
    found = contradictions(ClinicalRecord(largest_tumour_diameter_mm=float(stated)), region(measured), None)
    assert bool(found) is told
    if told:
        assert f"{stated} mm" in found[0].what.text
        assert f"{measured} mm" in found[0].what.text


def test_that_what_is_not_known_contradicts_nothing():
    assert contradictions(ClinicalRecord(), region(50), None) == ()
    assert (
        contradictions(ClinicalRecord(largest_tumour_diameter_mm=50.0), SimpleNamespace(measurements=None), None) == ()
    )
    assert contradictions(ClinicalRecord(largest_tumour_diameter_mm=50.0), None, None) == ()


@pytest.mark.control("RISK-48-d")
def test_that_a_stage_in_spite_of_the_rules_is_told_with_both():
    stated = ClinicalRecord(ecog=4, bclc_confirmed=BclcStage.EARLY)
    (problem,) = contradictions(stated, None, None)
    assert problem.where == "bclc_confirmed"
    assert problem.what.text == "the reader states BCLC A, the rules suggest D: ECOG 4"
    assert contradictions(replace(stated, bclc_confirmed=BclcStage.TERMINAL), None, None) == ()
    assert contradictions(ClinicalRecord(bclc_confirmed=BclcStage.EARLY), None, None) == ()


def test_that_classes_of_slide_outlines_are_told():
    slide = SimpleNamespace(roi=SlideRoi((), "qupath-geojson", ("Normal liver",)))
    (problem,) = contradictions(ClinicalRecord(), None, slide)
    assert "Normal liver" in problem.what.text

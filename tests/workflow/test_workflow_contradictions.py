from types import SimpleNamespace

import pytest

from hccdesk.domain.clinical_record import ClinicalRecord
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


def test_that_classes_of_slide_outlines_are_told():
    slide = SimpleNamespace(roi=SlideRoi((), "qupath-geojson", ("Normal liver",)))
    (problem,) = contradictions(ClinicalRecord(), None, slide)
    assert "Normal liver" in problem.what.text

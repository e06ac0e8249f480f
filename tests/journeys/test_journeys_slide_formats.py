"""One pyramid of JPEG tiles, written as tiled TIFF and as DICOM WSI, is one slide to the model."""

from __future__ import annotations

import pytest

from hccdesk.phantom.dicom_wsi import write_dicom_wsi
from hccdesk.phantom.slide import make_slide

pytestmark = pytest.mark.timeout(600)


def prps(ran) -> float:
    assert ran.code == 0, ran.err
    return ran.result["slide_response"]["post_treatment_risk_prediction_score"]


@pytest.mark.slow
def test_that_tiff_and_dicom_of_the_same_tiles_give_the_same_score(analyse, sample, tmp_path):
    folder = tmp_path / "wsi"
    write_dicom_wsi(make_slide(sample.patient), folder, sample.patient)
    tiff = prps(analyse("--slide", sample.slide, "--slide-roi", sample.slide_roi, regimen="haic-tki-ici"))
    dicom = prps(analyse("--slide", folder, "--slide-roi", sample.slide_roi, regimen="haic-tki-ici"))
    assert dicom == pytest.approx(tiff, abs=0.01)


@pytest.mark.control("RISK-13-b")
@pytest.mark.slow
def test_that_both_outline_formats_give_the_same_score(analyse, sample):
    geojson = prps(analyse("--slide", sample.slide, "--slide-roi", sample.slide_roi, regimen="haic-tki-ici"))
    asap = prps(analyse("--slide", sample.slide, "--slide-roi", sample.slide_roi_asap, regimen="haic-tki-ici"))
    assert asap == pytest.approx(geojson, abs=1e-6)

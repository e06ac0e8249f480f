"""The phantom CT: densities, and that the tumour is the one in the clinical row."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import binary_dilation, binary_erosion
from scipy.spatial import ConvexHull
from scipy.spatial.distance import pdist

from hccdesk.domain.clinical_record import PortalVeinInvasion
from hccdesk.phantom.cohort import sample_cohort
from hccdesk.phantom.ct_anatomy import PhantomCt, make_ct
from hccdesk.phantom.ct_body_plan import body_plan
from hccdesk.phantom.ct_noise import SCANNERS, scanned
from hccdesk.phantom.patient import PhantomPatient, sample_patient

COHORT = sample_cohort(120, seed=33)


def _mean_hu(ct: PhantomCt, x_mm: float, y_mm: float, z_mm: float, radius_mm: float = 3.0) -> float:
    geometry = ct.geometry
    index = np.argwhere(np.ones(ct.hu.shape[1:]))
    plane = round((z_mm - geometry.origin_mm[2]) / geometry.spacing_mm[0])
    places = geometry.position_mm(np.column_stack([np.full(len(index), plane), index]).astype(float))
    near = np.hypot(places[:, 0] - x_mm, places[:, 1] - y_mm) < radius_mm
    return float(ct.hu[plane].ravel()[near].mean())


@pytest.fixture(scope="module")
def whole() -> tuple[PhantomPatient, PhantomCt]:
    patient = sample_patient(1)
    return patient, make_ct(patient)


def test_that_the_whole_scan_holds_the_whole_tumour(whole: tuple[PhantomPatient, PhantomCt]) -> None:
    _, ct = whole
    filled = np.flatnonzero(ct.tumour_mask.any(axis=(1, 2)))
    assert filled[0] > 0
    assert filled[-1] < len(ct.hu) - 1
    assert not ct.tumour_mask[:, [0, -1]].any()
    assert ct.hu.dtype == np.int16
    assert ct.hu.shape == ct.tumour_mask.shape == ct.geometry.shape


def test_that_organs_have_their_densities(whole: tuple[PhantomPatient, PhantomCt]) -> None:
    # textbook ranges in HU: air -1000, fat -120 to -80, enhanced vessels 130 to 200, spleen 100 to 140, bone over 150
    patient, ct = whole
    plan = body_plan(patient)
    back = plan.cavity_radii[1]
    assert _mean_hu(ct, -190, -190, 0) == pytest.approx(-1000, abs=10)
    assert -120 < _mean_hu(ct, -(plan.body_radii[0] - plan.fat_mm / 2 - 2), 0, -40) < -80
    assert 130 < _mean_hu(ct, 11, back - 50, 0) < 200  # aorta
    assert 100 < _mean_hu(ct, plan.cavity_radii[0] - 36, 10, 20) < 140  # spleen
    assert _mean_hu(ct, 0, back - 26, -80) > 130  # vertebral body
    assert _mean_hu(ct, 0, -0.9 * back, -90) < -80  # fat in front of the gut
    assert _mean_hu(ct, -40, 0.5 * back, 85) < -600  # lung


def test_that_the_tumour_is_darker_than_the_liver_around_it() -> None:
    for patient in COHORT[:8]:
        ct = make_ct(patient, slice_count=3, matrix_px=256)
        ring = binary_dilation(ct.tumour_mask[1], iterations=4) & ~binary_dilation(ct.tumour_mask[1], iterations=2)
        liver, tumour = np.median(ct.hu[1][ring]), np.median(ct.hu[1][ct.tumour_mask[1]])
        assert 88 < liver < 125
        assert 15 < tumour < liver - 6


def test_that_the_mask_has_the_rows_diameter() -> None:
    for patient in COHORT[:14]:
        ct = make_ct(patient, slice_count=5, matrix_px=256)
        pixel_mm = ct.geometry.spacing_mm[1]
        longest = max(_longest_mm(mask, pixel_mm) for mask in ct.tumour_mask)
        # two coarse pixels, and the slices may pass beside the widest place
        tolerance = 2 * pixel_mm + 0.04 * patient.clinical.largest_tumour_diameter_mm
        assert longest == pytest.approx(patient.clinical.largest_tumour_diameter_mm, abs=tolerance)


def _longest_mm(mask: np.ndarray, pixel_mm: float) -> float:
    points = np.argwhere(mask).astype(float)
    return float(pdist(points[ConvexHull(points).vertices]).max() * pixel_mm) if len(points) > 3 else 0.0


def test_that_a_capsule_is_a_bright_rim_and_only_there() -> None:
    def rim_over_core(patient: PhantomPatient) -> float:
        ct = make_ct(patient, slice_count=3)
        mask = ct.tumour_mask[1]
        rim = mask & ~binary_erosion(mask, iterations=2)
        core = binary_erosion(mask, iterations=6) & ~binary_erosion(mask, iterations=12)
        return float(ct.hu[1][rim].mean() - ct.hu[1][core].mean())

    with_capsule = [rim_over_core(p) for p in [p for p in COHORT if p.clinical.encapsulated][:4]]
    without = [rim_over_core(p) for p in [p for p in COHORT if not p.clinical.encapsulated][:4]]
    assert min(with_capsule) > max(without)


def test_that_vp4_is_seen_as_a_filled_main_portal_vein() -> None:
    def trunk_hu(vp: PortalVeinInvasion) -> list[float]:
        patients = [p for p in COHORT if p.clinical.vp is vp and p.clinical.largest_tumour_diameter_mm < 110][:2]
        return [_mean_hu(make_ct(p, matrix_px=256), -8, 10, -25) for p in patients]

    assert max(trunk_hu(PortalVeinInvasion.VP4)) < 100
    assert min(trunk_hu(PortalVeinInvasion.VP3)) > 130  # the right branch is filled, the trunk is not


def test_that_noise_has_the_scanners_strength_and_grain() -> None:
    for scanner in SCANNERS.values():
        flat = scanned(np.full((512, 512), 100.0), scanner, np.random.default_rng(3)).astype(float)
        assert flat.std() == pytest.approx(scanner.noise_hu, rel=0.05)
        assert np.corrcoef(flat[:, :-1].ravel(), flat[:, 1:].ravel())[0, 1] > 0.4  # neighbours share a kernel


def test_that_a_few_slices_are_the_whole_scans_own(whole: tuple[PhantomPatient, PhantomCt]) -> None:
    patient, ct = whole
    few = make_ct(patient, slice_count=3)
    for index, hu in enumerate(few.hu):
        z_mm = few.geometry.position_mm(np.array([index, 0, 0], dtype=float))[2]
        number = round((z_mm - ct.geometry.origin_mm[2]) / ct.geometry.spacing_mm[0])
        assert np.array_equal(hu, ct.hu[number])
        assert few.tumour_mask[index].any()

"""A wrong scale to Hounsfield units is noticed in the header or in the voxels; sound abdomens pass."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from ct_builder import COLUMNS, ROWS, write_series
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from hccdesk.ct.hounsfield_evidence import require_plausible
from hccdesk.ct.series_finder import find_series
from hccdesk.ct.volume_reader import read_volume
from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.domain.errors import CalibrationError
from hccdesk.phantom.ct_anatomy import make_ct
from hccdesk.phantom.patient import sample_patient

SEEDS = (0, 1, 2)


@cache
def _abdomen(seed: int) -> NDArray[np.int16]:
    """A phantom's abdomen, half of it air as around a patient, (slice, row, column)."""
    return make_ct(sample_patient(seed), slice_count=4, matrix_px=128).hu


def _rescaled(hu: NDArray[np.int16], slope: float, intercept: float) -> NDArray[np.int16]:
    """What a file that stores HU + 1024 gives with another slope and intercept than 1 and -1024."""
    stored = hu.astype(np.float64) + 1024
    return np.clip(np.rint(stored * slope + intercept), -1024, 32767).astype(np.int16)


def _real(folder: Path) -> CtSeries:
    (series,) = find_series(folder).series
    return series


@pytest.mark.parametrize("seed", SEEDS)
def test_that_sound_abdomens_pass(seed: int) -> None:
    require_plausible(_abdomen(seed), "here")


@pytest.mark.parametrize("seed", SEEDS)
def test_that_a_noisy_abdomen_passes(seed: int) -> None:
    """60 HU, as thin slices of a heavy patient at low dose have."""
    noise = np.random.default_rng(seed).normal(0, 60, _abdomen(seed).shape)
    require_plausible(np.clip(_abdomen(seed) + noise, -1024, 3000).astype(np.int16), "here")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("slope", "intercept"),
    [(1, 0), (2, -1024), (0.5, -1024), (2, -2048), (0.5, -512), (1, -824), (1, -1224), (1, -8192)],
    ids=str,
)
@pytest.mark.bad("BAD-011")
@pytest.mark.control("RISK-06-b")
def test_that_a_wrong_slope_or_intercept_is_noticed(seed: int, slope: float, intercept: float) -> None:
    """(2, -2048) and (0.5, -512) double and halve the HU themselves, as where HU are stored as they are."""
    with pytest.raises(CalibrationError, match="cannot be Hounsfield units of an abdomen") as error:
        require_plausible(_rescaled(_abdomen(seed), slope, intercept), "here")
    assert "Check Rescale Slope and Intercept" in str(error.value)


@pytest.mark.real_data
@pytest.mark.parametrize(
    "folder", ["ct/hcc_048_portal_venous", "ct/totalsegmentator_j2k/ct_dicom", "seg/dcmqi/ct-3slice"]
)
@pytest.mark.control("RISK-06-b")
def test_that_a_wrong_scale_of_a_real_series_is_noticed(real_data: Path, folder: str) -> None:
    hu = read_volume(_real(real_data / folder)).hu
    for slope, intercept in ((1, 0), (2, -1024), (0.5, -1024), (2, -2048), (0.5, -512), (1, -824), (1, -1224)):
        changed = _rescaled(hu, slope, intercept)
        changed[hu <= -1024] = -1024  # padding stays padding
        with pytest.raises(CalibrationError):
            require_plausible(changed, folder)


def _liver_alone(offset_hu: int = 0) -> NDArray[np.int16]:
    """A reconstruction of the liver alone, without air: 100 HU of liver, a rim of fat, some rib; noise of 15 HU."""
    hu = np.random.default_rng(5).normal(100, 15, (4, 64, 64))
    hu[:, :8] -= 200
    hu[:, -4:, 20:40] += 300
    return np.rint(hu + offset_hu).astype(np.int16)


def test_that_a_liver_alone_without_any_air_is_accepted() -> None:
    require_plausible(_liver_alone(), "here")


@pytest.mark.parametrize("offset_hu", [-150, 150, 1024])
def test_that_a_liver_alone_on_another_scale_is_refused(offset_hu: int) -> None:
    with pytest.raises(CalibrationError):
        require_plausible(_liver_alone(offset_hu), "here")


def test_that_soft_tissue_without_fat_bone_and_air_is_no_evidence() -> None:
    hu = np.random.default_rng(5).normal(60, 10, (4, 64, 64)).astype(np.int16)
    with pytest.raises(CalibrationError, match="there is no air"):
        require_plausible(hu, "here")


def test_that_a_volume_of_padding_is_refused() -> None:
    with pytest.raises(CalibrationError, match="all voxels are padding"):
        require_plausible(np.full((3, 8, 8), -1024, dtype=np.int16), "here")


def _intercept(value: str, slices: tuple[int, ...] = ()) -> Callable[[Dataset, int], None]:
    def change(ds: Dataset, index: int) -> None:
        if not slices or index in slices:
            ds.RescaleIntercept = value

    return change


def test_that_intercept_0_on_all_slices_is_refused(tmp_path: Path) -> None:
    """Air of a file that stores HU + 1024 then lies at 24 HU, and where most is air, so does the median."""

    def change(ds: Dataset, index: int) -> None:
        stored = np.frombuffer(ds.PixelData, "<u2").reshape(ROWS, COLUMNS).copy()
        stored[:, COLUMNS // 2 :] = 24
        ds.PixelData, ds.RescaleIntercept = stored.tobytes(), "0"

    write_series(tmp_path, change=change)
    with pytest.raises(CalibrationError, match="cannot be Hounsfield units"):
        read_volume(_real(tmp_path))


def test_that_one_slice_with_another_intercept_is_named(tmp_path: Path) -> None:
    write_series(tmp_path, change=_intercept("0", (3,)))
    series = _real(tmp_path)
    assert series.verdict.suitability is Suitability.VIEW
    assert [r.text for r in series.verdict.reasons] == [
        "slices with another scale to Hounsfield units: 4 (slope 1 and intercept 0 in 003.dcm; most have 1 and -1024)"
    ]


def test_that_slices_with_another_slope_are_counted_from_the_first_place(tmp_path: Path) -> None:
    def change(ds: Dataset, index: int) -> None:
        if index > 0:
            ds.RescaleSlope = "1" if index > 8 else "2"

    write_series(tmp_path, [(0.0, 0.0, -2.5 * i) for i in range(18)], change=change)
    (reason,) = _real(tmp_path).verdict.reasons
    assert "scale to Hounsfield units: 10, 11, 12, 13, 14 … (slope 2" in reason.text

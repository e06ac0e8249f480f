"""What a scanner adds: blur, and noise with the texture of its reconstruction kernel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from hccdesk.phantom.patient import Scanner


@dataclass(frozen=True, slots=True)
class ScannerModel:
    """How one scanner writes and what it adds. `noise_hu` is the standard deviation at 5 mm slices."""

    manufacturer: str
    model: str
    kernel: str
    kvp: int
    pixel_mm: float
    slice_mm: float
    blur_px: float
    grain_px: float
    noise_hu: float


SCANNERS = {
    Scanner.GE_OPTIMA: ScannerModel(
        "GE MEDICAL SYSTEMS", "Optima CT660", "STANDARD", 120, 0.78125, 5.0, 0.75, 0.8, 12.0
    ),
    Scanner.SIEMENS_FLASH: ScannerModel(
        "SIEMENS", "SOMATOM Definition Flash", "B30f", 120, 0.8203125, 5.0, 0.95, 1.05, 10.5
    ),
}


def scanned(hu: NDArray[np.float64], scanner: ScannerModel, rng: np.random.Generator) -> NDArray[np.int16]:
    """The slice as this scanner would reconstruct it: blurred, noisy, whole HU within -1024..3071."""
    noise = _kernel(rng.standard_normal(hu.shape), scanner.grain_px) * (
        scanner.noise_hu / _kernel_gain(scanner.grain_px)
    )
    blurred = gaussian_filter(hu, scanner.blur_px, mode="nearest")
    damped = np.where(blurred < -700, 0.6, 1.0)  # less noise in air and lung
    whole = np.rint(np.round(blurred + noise * damped, 3))  # rounded first: the last bits differ between processors
    return np.asarray(np.clip(whole, -1024, 3071), dtype=np.int16)


def _kernel(white: NDArray[np.float64], grain_px: float) -> NDArray[np.float64]:
    """Band-pass: a filtered back-projection's noise has little power at low frequencies."""
    return np.asarray(
        gaussian_filter(white, grain_px, mode="wrap") - 0.7 * gaussian_filter(white, 2.6 * grain_px, mode="wrap")
    )


@cache
def _kernel_gain(grain_px: float) -> float:
    impulse = np.zeros((65, 65))
    impulse[32, 32] = 1.0
    return float(np.sqrt((_kernel(impulse, grain_px) ** 2).sum()))

"""How one patient's tumour looks under the microscope, drawn once from the hidden biology."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from hccdesk.phantom.biology import cue
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.seeds import Purpose

NOISE_SIDE_PX = 1024

HAEMATOXYLIN = (0.62, 0.70, 0.29)
EOSIN = (0.09, 0.93, 0.32)
"""Optical density per unit of stain in red, green, blue; chosen by eye near Ruifrok and Johnston's directions."""


@dataclass(frozen=True, slots=True)
class TissueCharacter:
    """Lengths in µm; fractions 0..1; `haematoxylin` and `eosin` are this laboratory's stain directions."""

    cell_spacing_um: float
    nuclear_radius_um: float
    pleomorphism: float
    chromatin: float
    nucleolus: float
    trabecula_um: float
    sinusoid_um: float
    steatosis: float
    lymphocytes: float
    necrosis_level: float
    haematoxylin: tuple[float, float, float]
    eosin: tuple[float, float, float]


@lru_cache(maxsize=4)
def tissue_character(patient: PhantomPatient) -> TissueCharacter:
    """The tissue of this patient; every feature is a cue of dedifferentiation with a part of its own."""
    rng = patient.seed.stream(Purpose.TISSUE, 0)
    axis = patient.biology.dedifferentiation
    crowd, size, variety, dark, plates, death, fat, immune = (cue(axis, rng) for _ in range(8))
    radius = 3.3 * exp(0.13 * size)
    haematoxylin, eosin = _stain(rng, patient.seed.external)
    return TissueCharacter(
        cell_spacing_um=max(15.5 * exp(-0.12 * crowd), 2.2 * radius),
        nuclear_radius_um=radius,
        pleomorphism=float(np.clip(0.16 * exp(0.45 * variety), 0.05, 0.45)),
        chromatin=0.85 * exp(0.16 * dark),
        nucleolus=float(np.clip(0.35 + 0.25 * variety, 0.05, 0.95)),
        trabecula_um=46 * exp(0.35 * plates),
        sinusoid_um=float(rng.uniform(5, 8)),
        steatosis=float(np.clip(0.08 * exp(-0.9 * fat), 0, 0.45)),
        lymphocytes=float(np.clip(0.35 * exp(-0.8 * immune), 0, 2.5)),
        necrosis_level=max(2.1 - 0.6 * death, 0.7),
        haematoxylin=haematoxylin,
        eosin=eosin,
    )


@lru_cache(maxsize=4)
def noise_textures(patient: PhantomPatient) -> tuple[NDArray[np.float32], ...]:
    """Three seamless textures (row, column), mean 0, sd 1: grain of 0.3 µm, mottle of 2 µm, drift of 10 µm."""
    rng = patient.seed.stream(Purpose.TISSUE_NOISE)
    white = rng.standard_normal((NOISE_SIDE_PX, NOISE_SIDE_PX))
    return tuple(
        _unit(gaussian_filter(np.roll(white, shift, 0), s, mode="wrap")) for shift, s in ((0, 1.2), (300, 8.0))
    )


def _unit(values: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray((values - values.mean()) / values.std(), dtype=np.float32)


def _stain(rng: np.random.Generator, external: bool) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Each slide is stained a little differently; the external laboratory stains paler and bluer."""
    strength_h, strength_e = np.exp(rng.normal(0, 0.08, 2))
    hue = np.exp(rng.normal(0, 0.04, 6)).reshape(2, 3)
    if external:
        strength_h, strength_e = strength_h * 1.12, strength_e * 0.78
        hue = hue * ((0.92, 1.0, 1.12), (1.2, 1.0, 1.0))
    stained = hue * np.array([HAEMATOXYLIN, EOSIN]) * ((strength_h,), (strength_e,))
    first, second = (tuple(float(v) for v in row) for row in stained)
    return (first[0], first[1], first[2]), (second[0], second[1], second[2])

"""Trabeculae, sinusoids, necrosis and lymphocyte clusters as fields over the sheet of tissue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.seeds import Purpose
from hccdesk.phantom.tissue_character import TissueCharacter
from hccdesk.phantom.tissue_field import lattice_field, smooth

Plane = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Architecture:
    """Fields (row, column) on a coarse grid: distance to the nearest sinusoid's middle in µm; necrosis 0..1;
    lymphocyte density 0..; fat density 0.."""

    sinusoid_um: Plane
    necrosis: Plane
    lymphocytes: Plane
    steatosis: Plane


@lru_cache(maxsize=4)
def _lattices(patient: PhantomPatient) -> tuple[Plane, ...]:
    rng = patient.seed.stream(Purpose.TISSUE, 1)
    return tuple(lattice_field(rng) for _ in range(6))


def architecture(
    patient: PhantomPatient, character: TissueCharacter, x_um: NDArray[np.float64], y_um: NDArray[np.float64]
) -> Architecture:
    """The fields for x (column,) and y (row,)."""
    bend_x, bend_y, plates, death, immune, fat = _lattices(patient)
    width = character.trabecula_um
    x = x_um[None, :] + 0.55 * width * smooth(bend_x, x_um, y_um, 1.6 * width)
    y = y_um[:, None] + 0.55 * width * smooth(bend_y, x_um, y_um, 1.6 * width)
    wave = 0.8 * x + 0.6 * y + 0.9 * width * smooth(plates, x_um, y_um, 2.6 * width)
    stripe = np.abs(wave / width - np.floor(wave / width) - 0.5) * width
    necrosis = np.clip((smooth(death, x_um, y_um, 110.0) - character.necrosis_level) / 0.2, 0, 1)
    return Architecture(
        sinusoid_um=stripe,
        necrosis=necrosis,
        lymphocytes=character.lymphocytes * np.exp(0.9 * smooth(immune, x_um, y_um, 60.0) - 0.4),
        steatosis=character.steatosis * np.exp(0.7 * smooth(fat, x_um, y_um, 80.0) - 0.25),
    )

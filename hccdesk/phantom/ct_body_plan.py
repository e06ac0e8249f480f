"""Sizes, places and densities of one phantom patient's abdomen, drawn once and the same for every slice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hccdesk.domain.clinical_record import Ascites, PortalVeinInvasion
from hccdesk.domain.patient import Sex
from hccdesk.phantom.noise_field import NoiseField, noise_field
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.seeds import Purpose

LOWEST_Z_MM, HIGHEST_Z_MM = -100.0, 90.0
"""Scan range around the liver hilum; z grows to the head."""


@dataclass(frozen=True, slots=True)
class BodyPlan:
    """The abdomen without the tumour. Lengths in mm, densities in HU of the portal venous phase."""

    body_radii: tuple[float, float]
    fat_mm: float
    liver_hu: float
    spleen_hu: float
    vein_hu: float
    artery_hu: float
    kidney_hu: float
    bone_hu: float
    spleen_scale: float
    ascites_mm: float
    nodularity_mm: float
    parenchyma_hu: float
    coarse: NoiseField
    fine: NoiseField

    @property
    def cavity_radii(self) -> tuple[float, float]:
        """Half width and depth of the space inside the muscle wall."""
        wall = self.fat_mm + 13
        return self.body_radii[0] - wall - 3, self.body_radii[1] - wall + 2

    @property
    def vertebra_y_mm(self) -> float:
        """The y of the vertebral body's centre."""
        return self.cavity_radii[1] - 26


def body_plan(patient: PhantomPatient) -> BodyPlan:
    """The abdomen of this patient: build by sex and tumour size, liver by cirrhosis, ascites as in the row."""
    rng = patient.seed.stream(Purpose.CT_ANATOMY, 0)
    record = patient.clinical
    diameter = record.largest_tumour_diameter_mm or 0.0
    build = (0.95 if record.sex is Sex.FEMALE else 1.0) * rng.uniform(0.97, 1.05) + max(diameter - 110, 0) / 700
    cirrhosis = bool(record.cirrhosis)
    fat = float(rng.uniform(9, 20) + (5 if record.sex is Sex.FEMALE else 0))
    return BodyPlan(
        body_radii=(162 * build + fat, 106 * build + fat),
        fat_mm=fat,
        liver_hu=float(rng.normal(108 - 3 * cirrhosis, 4)),
        spleen_hu=float(rng.normal(122, 4)),
        vein_hu=float(rng.normal(165, 8)),
        artery_hu=float(rng.normal(158, 8)),
        kidney_hu=float(rng.normal(185, 8)),
        bone_hu=float(rng.normal(190, 25)),
        spleen_scale=float(rng.uniform(1.05, 1.3) if cirrhosis else rng.uniform(0.85, 1.05)),
        ascites_mm=float(rng.uniform(6, 12)) if record.ascites is not Ascites.NONE else 0.0,
        nodularity_mm=float(rng.uniform(0.9, 1.7)) if cirrhosis else 0.35,
        parenchyma_hu=4.0 if cirrhosis else 2.0,
        coarse=noise_field(rng, 14.0),
        fine=noise_field(rng, 5.0),
    )


def thrombosed(patient: PhantomPatient) -> tuple[bool, bool]:
    """Whether tumour fills the right portal branch (Vp3, Vp4) and the main trunk (Vp4)."""
    vp = patient.clinical.vp
    return vp in {PortalVeinInvasion.VP3, PortalVeinInvasion.VP4}, vp is PortalVeinInvasion.VP4


def jitter(rng: np.random.Generator, sd_mm: float) -> tuple[float, float, float]:
    """A small random shift in x, y and z, at most two standard deviations."""
    shift = np.clip(rng.standard_normal(3), -2, 2) * sd_mm
    return float(shift[0]), float(shift[1]), float(shift[2])

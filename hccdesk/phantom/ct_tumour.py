"""The target tumour in the CT: its shape in three dimensions, and how it enhances in the portal venous phase."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, exp, pi, sin

import numpy as np
from numpy.typing import NDArray

from hccdesk.phantom.biology import cue
from hccdesk.phantom.ct_canvas import Canvas, Plane
from hccdesk.phantom.noise_field import NoiseField, noise_field
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.seeds import Purpose

FERET_DIRECTIONS = np.linspace(0, pi, 36, endpoint=False)


@dataclass(frozen=True, slots=True)
class Tumour:
    """An ellipsoid with an irregular margin. Lengths in mm, densities in HU."""

    centre: tuple[float, float, float]
    radii: tuple[float, float, float]
    turn: float
    margin_mm: float
    edge_mm: float
    hu: float
    heterogeneity_hu: float
    necrosis_level: float
    encapsulated: bool
    diffuse: bool
    outline: NoiseField
    texture: NoiseField
    grain: NoiseField
    necrosis: NoiseField

    @property
    def reach_mm(self) -> float:
        """No part of the tumour is farther from its centre in the slice."""
        return max(self.radii) * 1.25 + 3 * self.margin_mm

    def depth(self, x: Plane, y: Plane, z_mm: float) -> Plane:
        """Depth inside the tumour, mm, for x (1, column) and y (row, 1); negative outside."""
        u, v = x - self.centre[0], y - self.centre[1]
        along = u * cos(self.turn) + v * sin(self.turn)
        across = v * cos(self.turn) - u * sin(self.turn)
        w = (z_mm - self.centre[2]) / self.radii[2]
        norm = np.sqrt((along / self.radii[0]) ** 2 + (across / self.radii[1]) ** 2 + w**2)
        depth = (1 - norm) * min(self.radii) + self.margin_mm * self.outline.plane(x, y, z_mm)
        if self.diffuse:
            depth = depth + 0.6 * self.margin_mm * self.texture.plane(x, y, z_mm)
        return np.asarray(depth)


def draw_tumour(patient: PhantomPatient) -> Tumour:
    """The tumour of this patient; its longest axial diameter is the clinical row's."""
    rng = patient.seed.stream(Purpose.CT_TUMOUR, 0)
    record, axis = patient.clinical, patient.biology.vascular_disorder
    diameter = record.largest_tumour_diameter_mm or 0.0
    irregular, washout, uneven, necrotic = (cue(axis, rng) for _ in range(4))
    half = diameter / 2
    capsule, diffuse = bool(record.encapsulated), bool(record.diffuse)
    tumour = Tumour(
        centre=_place(rng, half),
        radii=(half, half * float(rng.uniform(0.74, 0.88)), half * float(rng.uniform(0.78, 0.9))),
        turn=pi / 2 + float(rng.uniform(-0.45, 0.45)),
        margin_mm=0.028 * diameter * exp(0.4 * irregular) * (0.45 if capsule else 1.0),
        edge_mm=6.0 if diffuse else 2.0,
        hu=73 - 6 * washout,
        heterogeneity_hu=8 * exp(0.45 * uneven),
        necrosis_level=1.3 - 0.8 * necrotic,
        encapsulated=capsule,
        diffuse=diffuse,
        outline=noise_field(rng, 0.13 * diameter),
        texture=noise_field(rng, 5.0),
        grain=noise_field(rng, 2.2),
        necrosis=noise_field(rng, 4 + 0.07 * diameter),
    )
    return _scaled_to(tumour, diameter)


def paint_tumour(canvas: Canvas, tumour: Tumour) -> NDArray[np.bool_]:
    """Paint the tumour's cut; its mask, (row, column)."""
    mask = np.zeros(canvas.hu.shape, dtype=bool)
    window = canvas.window(tumour.centre[:2], tumour.reach_mm)
    x, y = canvas.grid(window)
    depth = tumour.depth(x, y, canvas.z_mm)
    if not (depth > -tumour.edge_mm).any():
        return mask
    canvas.paint(_enhancement(tumour, x, y, canvas.z_mm, depth), depth, window, tumour.edge_mm)
    if tumour.encapsulated:
        canvas.paint(126.0, 1.4 - np.abs(depth - 0.2), window, 1.0)
    mask[window] = depth > 0
    return mask


def _enhancement(tumour: Tumour, x: Plane, y: Plane, z_mm: float, depth: Plane) -> Plane:
    texture = tumour.texture.plane(x, y, z_mm)
    grain = tumour.grain.plane(x, y, z_mm)
    hu = tumour.hu + tumour.heterogeneity_hu * (0.8 * texture + 0.6 * grain)
    if tumour.encapsulated:  # the septa of a mosaic
        hu = hu + 22 * np.clip(1 - np.abs(tumour.necrosis.plane(x, y, z_mm) + 0.4) / 0.12, 0, 1)
    dead = (tumour.necrosis.plane(x, y, z_mm) - tumour.necrosis_level) / 0.35 + 0.15 * texture
    dead = np.clip(dead, 0, 1) * np.clip((depth - 3) / 5, 0, 1)
    return np.asarray(hu + dead * (30 + 4 * grain - hu))


def _place(rng: np.random.Generator, half_mm: float) -> tuple[float, float, float]:
    """The centre in the right lobe, nearer its middle the larger the tumour."""
    room = max(1 - half_mm / 75, 0.1)
    x = -78 + 26 * room * float(rng.uniform(-1, 1)) + 0.12 * max(half_mm - 40, 0)
    y = 0 + 34 * room * float(rng.uniform(-1, 1))
    z = -2 + 40 * room * float(rng.uniform(-1, 1))
    return x, y, z


def _scaled_to(tumour: Tumour, diameter_mm: float) -> Tumour:
    for _ in range(3):
        factor = diameter_mm / _longest_axial_diameter_mm(tumour)
        along, across, up = tumour.radii
        radii = (along * factor, across * factor, up * factor)
        tumour = replace(tumour, radii=radii, margin_mm=tumour.margin_mm * factor)
    return tumour


def _longest_axial_diameter_mm(tumour: Tumour) -> float:
    step = tumour.reach_mm / 60
    offsets = np.arange(-60, 61, dtype=np.float64) * step
    x, y = tumour.centre[0] + offsets[None, :], tumour.centre[1] + offsets[:, None]
    heights = tumour.centre[2] + np.linspace(-0.5, 0.5, 7) * tumour.radii[2]
    return max(_feret_mm(tumour.depth(x, y, float(z)) > 0, offsets) for z in heights) or step


def _feret_mm(mask: NDArray[np.bool_], offsets_mm: NDArray[np.float64]) -> float:
    rows, columns = np.nonzero(mask)
    if rows.size == 0:
        return 0.0
    projected = np.outer(np.cos(FERET_DIRECTIONS), offsets_mm[columns])
    projected += np.outer(np.sin(FERET_DIRECTIONS), offsets_mm[rows])
    return float((projected.max(axis=1) - projected.min(axis=1)).max())

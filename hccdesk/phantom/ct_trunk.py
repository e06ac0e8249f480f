"""The trunk in an abdominal CT: table, skin, fat, muscle, bone, lungs."""

from __future__ import annotations

import numpy as np

from hccdesk.phantom.ct_body_plan import BodyPlan
from hccdesk.phantom.ct_canvas import Canvas, Plane, cut_radii, ellipse_depth

FAT, MUSCLE, FLUID, LUNG = -103.0, 58.0, 12.0, -860.0
RIBS = tuple(np.linspace(-2.75, 2.75, 15))
"""Angles around the body, radians from the front."""


def cavity_depth(canvas: Canvas, plan: BodyPlan) -> Plane:
    """Depth inside the abdominal cavity over the whole slice, without the spine's bulge, mm."""
    cavity = ellipse_depth(canvas.x_mm, canvas.y_mm, (0, -4), plan.cavity_radii)
    spine = ellipse_depth(canvas.x_mm, canvas.y_mm, (0, plan.vertebra_y_mm + 14), (46, 44))
    return np.minimum(cavity, -spine)


def paint_wall(canvas: Canvas, plan: BodyPlan, cavity: Plane) -> None:
    """Table, skin, subcutaneous fat, the muscle wall with ribs, fat inside, ascites."""
    everywhere = canvas.everywhere()
    body = ellipse_depth(canvas.x_mm, canvas.y_mm, (0, 0), plan.body_radii)
    _paint_table(canvas, plan)
    canvas.paint(8.0, body, everywhere, 1.0)
    mottled = canvas.noise(plan.fine)
    canvas.paint(FAT + 5 * mottled, body - 2.0, everywhere, 1.0)
    inner = (plan.cavity_radii[0] + 13, plan.cavity_radii[1] + 11)
    wall = ellipse_depth(canvas.x_mm, canvas.y_mm, (0, -4), inner)
    canvas.paint(MUSCLE + 5 * mottled, wall, everywhere, 1.0)
    stripe = np.abs(wall - 5) - 0.7  # fat between the layers of the wall
    canvas.paint(-40.0, np.minimum(-stripe, np.abs(canvas.x_mm) - 70), everywhere, 1.5)
    canvas.paint(FAT + 4 * mottled, cavity, everywhere, 1.5)
    if plan.ascites_mm:
        canvas.paint(FLUID, np.minimum(cavity, plan.ascites_mm - cavity), everywhere, 1.5)


def dome_depth(canvas: Canvas, plan: BodyPlan) -> Plane:
    """Depth below the diaphragm, mm: positive in the abdomen, negative in the lungs."""
    right = _dome(canvas, (-66, 4), 6.0, 84.0, plan)
    left = _dome(canvas, (66, 4), 0.0, 74.0, plan)
    return np.maximum(right, left)


def paint_lungs(canvas: Canvas, plan: BodyPlan, cavity: Plane, abdomen: Plane) -> None:
    """Air-filled lung above the diaphragm, with vessels, and the heart resting on it."""
    if canvas.z_mm < 0:
        return
    chest = np.minimum(cavity - 1, -abdomen - 2)
    middle = ellipse_depth(canvas.x_mm, canvas.y_mm, (4, 20), (36, 200))
    vessels = canvas.noise(plan.fine)
    lung = LUNG + 500 * np.clip(vessels - 2.1, 0, 1) + 25 * canvas.noise(plan.coarse)
    canvas.paint(lung, np.minimum(chest, -middle), canvas.everywhere(), 2.0)
    canvas.ellipse(150.0, (18, -42), cut_radii(canvas.z_mm, 118, 50, (62, 48)), 0.35, 3.0)


def paint_skeleton(canvas: Canvas, plan: BodyPlan) -> None:
    """Vertebra with canal, arch and processes, back muscles, psoas and crura, ribs."""
    back, z = plan.vertebra_y_mm, canvas.z_mm
    for side in (-1, 1):
        canvas.ellipse(MUSCLE, (side * 36, back + 26), (27, 20), side * 0.25, 1.5)
        canvas.ellipse(-55, (side * 21, back + 25), (2, 15), side * 0.3, 2.5)
        if z < -25:
            psoas = min(1.0, (-25 - z) / 40)
            canvas.ellipse(MUSCLE + 4, (side * 33, back + 2), (6 + 8 * psoas, 8 + 9 * psoas), side * 0.2, 1.5)
        canvas.ellipse(MUSCLE, (side * 15 + 3, back - 16), (5, 15), side * -0.35, 1.5)
    _paint_vertebra(canvas, plan.bone_hu, back, z)
    _paint_ribs(canvas, plan)


def _dome(canvas: Canvas, centre: tuple[float, float], base_z: float, height: float, plan: BodyPlan) -> Plane:
    radii = (plan.cavity_radii[0] - 50, plan.cavity_radii[1] + 18)
    if canvas.z_mm <= base_z:
        return np.full_like(canvas.hu, 60.0)
    cut = cut_radii(canvas.z_mm, base_z, height, radii)
    if min(cut) < 1:
        return np.full_like(canvas.hu, -60.0)
    return ellipse_depth(canvas.x_mm, canvas.y_mm, centre, cut)


def _paint_table(canvas: Canvas, plan: BodyPlan) -> None:
    radius = 420.0
    centre_y = plan.body_radii[1] + 4 - radius
    away = np.sqrt(canvas.x_mm**2 + (canvas.y_mm - centre_y) ** 2) - radius
    shell = np.minimum(1.2 - np.abs(away), 195 - np.abs(canvas.x_mm))
    canvas.paint(-420.0, shell, canvas.everywhere(), 1.0)
    foam = np.minimum(np.minimum(away - 1.2, 22 - away), 195 - np.abs(canvas.x_mm))
    canvas.paint(-930.0, foam, canvas.everywhere(), 1.0)


def _paint_vertebra(canvas: Canvas, bone_hu: float, back: float, z: float) -> None:
    phase = ((z + 100) % 31) / 31
    disc = phase < 0.18
    arch = 0.35 < phase < 0.95
    if disc:
        canvas.ellipse(95, (0, back), (20, 15), 0.0, 1.5)
    else:
        canvas.ellipse(bone_hu + 260, (0, back), (21, 16), 0.0, 1.5)
        canvas.ellipse(bone_hu, (0, back), (18.8, 13.8), 0.0, 1.5)
    if arch:
        for side in (-1, 1):
            canvas.ellipse(bone_hu + 200, (side * 13, back + 16), (4.5, 9), side * -0.25, 1.5)
            canvas.ellipse(bone_hu + 160, (side * 24, back + 22), (14, 4), side * 0.35, 1.5)
            canvas.ellipse(bone_hu + 230, (side * 8, back + 28), (11, 3.5), side * 0.6, 1.5)
    canvas.ellipse(bone_hu + 170, (0, back + 41), (3.6, 13 if arch else 9), 0.0, 1.5)
    canvas.ellipse(28, (0, back + 21), (9.5, 8), 0.0, 1.5)
    canvas.ellipse(48, (0, back + 21), (5.5, 4.5), 0.0, 1.5)


def _paint_ribs(canvas: Canvas, plan: BodyPlan) -> None:
    radii = (plan.cavity_radii[0] + 6, plan.cavity_radii[1] + 5)
    for number, angle in enumerate(RIBS):
        lateral = abs(angle)
        slope = angle + np.sign(angle) * 0.0045 * (canvas.z_mm % 34)
        if lateral < 0.75 - canvas.z_mm / 200 or lateral > 2.72 or (canvas.z_mm < -70 and number % 2):
            continue
        x, y = radii[0] * np.sin(slope), -4 - radii[1] * np.cos(slope)
        turn = float(np.arctan2(radii[1] * np.sin(slope), radii[0] * np.cos(slope)))
        cartilage = lateral < 1.0
        canvas.ellipse(130 if cartilage else 470, (x, y), (10, 4.2), turn, 1.5)
        canvas.ellipse(110 if cartilage else 210, (x, y), (7.8, 2.4), turn, 1.5)

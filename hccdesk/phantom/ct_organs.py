"""The abdominal organs beside the liver in CT: stomach, gut, pancreas, kidneys, spleen."""

from __future__ import annotations

import numpy as np

from hccdesk.phantom.ct_body_plan import BodyPlan
from hccdesk.phantom.ct_canvas import Canvas, Plane, cut_radii, ellipse_depth
from hccdesk.phantom.ct_vessels import chain, paint_tubes

GUT_WALL, AIR = 72.0, -980.0
PANCREAS = chain(((-6, 6, -44), (-4, 2, -30), (10, -10, -22)), (12.0, 7.5), 104.0) + chain(
    ((10, -10, -22), (34, -8, -14), (58, 6, -8), (84, 22, 0)), (7.5, 8.5), 104.0
)


def paint_organs(canvas: Canvas, plan: BodyPlan, cavity: Plane) -> None:
    """Stomach, gut, pancreas, kidneys and spleen, before the liver."""
    _paint_gut(canvas, plan)
    _paint_stomach(canvas, plan)
    paint_tubes(canvas, PANCREAS, edge_mm=2.5)
    for side in (-1, 1):
        _paint_kidney(canvas, plan, side)
    _paint_spleen(canvas, plan, cavity)


def kidney_depth(canvas: Canvas, plan: BodyPlan, side: int) -> Plane:
    """Depth inside the right (-1) or left (1) kidney and what lies behind it, over the whole slice, mm."""
    centre, cut, turn = _kidney(canvas, plan, side)
    if min(cut) < 1:
        return np.full_like(canvas.hu, -1000.0)
    return ellipse_depth(canvas.x_mm, np.minimum(canvas.y_mm, centre[1] + 8), centre, cut, turn)


def _kidney(canvas: Canvas, plan: BodyPlan, side: int) -> tuple[tuple[float, float], tuple[float, float], float]:
    centre = (side * 64.0, plan.vertebra_y_mm - 4)
    return centre, cut_radii(canvas.z_mm, -62 if side < 0 else -48, 52, (27, 31)), side * 0.5


def _paint_gut(canvas: Canvas, plan: BodyPlan) -> None:
    depth = plan.cavity_radii[1]
    loops = (
        ((-95, -0.42 * depth), -92.0, (27, 22), 26.0, True),
        ((-30, -0.66 * depth), -76.0, (38, 17), 24.0, True),
        ((38, -0.66 * depth), -62.0, (34, 17), 26.0, False),
        ((104, -0.15 * depth), -25.0, (20, 24), 44.0, True),
        ((108, 0.1 * depth), -85.0, (19, 21), 40.0, False),
        ((62, -0.2 * depth), -58.0, (19, 16), 28.0, False),
        ((30, -0.22 * depth), -72.0, (20, 15), 26.0, False),
        ((-14, -0.16 * depth), -88.0, (18, 15), 24.0, False),
        ((75, -0.42 * depth), -84.0, (22, 16), 26.0, False),
        ((-34, 0.2 * depth), -52.0, (15, 14), 34.0, False),
    )
    for centre, z, radii, height, gas in loops:
        cut = cut_radii(canvas.z_mm, z, height, radii)
        canvas.ellipse(GUT_WALL + 12, centre, cut, 0.2, 1.5)
        inner = (cut[0] - 2.6, cut[1] - 2.6)
        canvas.ellipse(24, centre, inner, 0.2, 1.5)
        if gas:
            _paint_air_level(canvas, centre, inner, centre[1] + 2)


def _paint_stomach(canvas: Canvas, plan: BodyPlan) -> None:
    centre = (58.0, -0.3 * plan.cavity_radii[1])
    cut = cut_radii(canvas.z_mm, 22, 46, (44, 40))
    canvas.ellipse(GUT_WALL + 14, centre, cut, -0.4, 2.0)
    inner = (cut[0] - 4.5, cut[1] - 4.5)
    canvas.ellipse(18, centre, inner, -0.4, 2.0)
    _paint_air_level(canvas, centre, inner, centre[1] - 12)


def _paint_air_level(canvas: Canvas, centre: tuple[float, float], radii: tuple[float, float], level_y: float) -> None:
    """Gas in front of a level: the patient lies on the back."""
    if min(radii) < 3:
        return
    window = canvas.window(centre, max(radii) + 2)
    x, y = canvas.grid(window)
    depth = np.minimum(ellipse_depth(x, y, centre, radii), level_y - y)
    canvas.paint(AIR, depth, window, 1.5)


def _paint_kidney(canvas: Canvas, plan: BodyPlan, side: int) -> None:
    centre, cut, turn = _kidney(canvas, plan, side)
    canvas.ellipse(plan.kidney_hu, centre, cut, turn, 1.5)
    for spoke in np.arange(6) * (np.pi / 3) + 0.3:
        place = centre[0] + 0.52 * cut[0] * np.cos(spoke), centre[1] + 0.52 * cut[1] * np.sin(spoke)
        canvas.ellipse(plan.kidney_hu - 38, place, (0.22 * cut[0], 0.2 * cut[1]), float(spoke), 2.5)
    sinus = (centre[0] - side * 0.35 * cut[0], centre[1] - 3)
    canvas.ellipse(-70, sinus, (0.42 * cut[0], 0.26 * cut[1]), turn, 2.5)
    canvas.ellipse(plan.vein_hu, (sinus[0] - side * 9, sinus[1] - 2), (0.4 * cut[0], 3.5), 0.2 * side, 2.0)


def _paint_spleen(canvas: Canvas, plan: BodyPlan, cavity: Plane) -> None:
    scale = plan.spleen_scale
    centre = (plan.cavity_radii[0] - 30, 30.0)
    cut = cut_radii(canvas.z_mm, 18, 52 * scale, (34 * scale, 54 * scale))
    if min(cut) < 2:
        return
    window = canvas.window(centre, max(cut) + 4)
    x, y = canvas.grid(window)
    depth = np.minimum(ellipse_depth(x, y, centre, cut, 0.25), cavity[window] - 2)
    hilum = ellipse_depth(x, y, (centre[0] - cut[0] * 1.05, centre[1] - 16), (20, 30))
    texture = 3 * canvas.noise(plan.fine)[window]
    canvas.paint(plan.spleen_hu + texture, np.minimum(depth, -hilum), window, 1.5)

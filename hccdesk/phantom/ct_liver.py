"""The liver in CT, grown around the tumour, with its vessels, satellites and thrombus."""

from __future__ import annotations

import numpy as np

from hccdesk.phantom.ct_body_plan import BodyPlan
from hccdesk.phantom.ct_canvas import Canvas, Plane, cut_radii, ellipse_depth
from hccdesk.phantom.ct_liver_plan import LiverPlan, Satellite
from hccdesk.phantom.ct_organs import kidney_depth
from hccdesk.phantom.ct_tumour import Tumour
from hccdesk.phantom.ct_vessels import paint_tubes


def liver_depth(canvas: Canvas, plan: BodyPlan, tumour: Tumour, cavity: Plane, abdomen: Plane) -> Plane:
    """Depth inside the liver over the whole slice, mm; it swells around the tumour."""
    x, y, z = canvas.x_mm, canvas.y_mm, canvas.z_mm
    right = _lobe(canvas, (-0.5 * plan.cavity_radii[0], 0, -4), (0.56 * plan.cavity_radii[0], 92, 96), 0.15)
    left = _lobe(canvas, (0.06 * plan.cavity_radii[0], -46, 26), (78, 40, 52), 0.12)
    caudate = _lobe(canvas, (-10, 12, 18), (20, 17, 32), 0.0)
    depth = np.maximum(np.maximum(right, left), caudate)
    ligament = ellipse_depth(x, y, (2, -58), (3.2, 26), 0.2) if -20 < z < 38 else -np.inf
    porta = ellipse_depth(x, y, (-14, 0), cut_radii(z, -14, 26, (22, 9)), 0.35) if -38 < z < 10 else -np.inf
    depth = np.minimum(np.minimum(depth, -np.asarray(ligament)), -np.asarray(porta))
    depth = depth + plan.nodularity_mm * canvas.noise(plan.fine) + 1.2 * canvas.noise(plan.coarse)
    depth = np.minimum(depth, -kidney_depth(canvas, plan, -1) - 2)
    around = _around(canvas, tumour)
    depth = np.maximum(depth, around + 7)
    room = np.minimum(cavity - 1.5 - plan.ascites_mm, np.maximum(abdomen, around + 6))
    return np.asarray(np.minimum(depth, room))


def paint_liver(canvas: Canvas, plan: BodyPlan, liver: LiverPlan, depth: Plane) -> None:
    """Parenchyma, gallbladder and every vessel; the tumour is painted after."""
    texture = canvas.noise(plan.fine)
    canvas.paint(plan.liver_hu + plan.parenchyma_hu * texture, depth, canvas.everywhere(), 1.5)
    bladder = cut_radii(canvas.z_mm, -52, 30, (15, 22))
    canvas.ellipse(70, (-42, -38), (bladder[0] + 1.8, bladder[1] + 1.8), 0.3, 1.5)
    canvas.ellipse(9, (-42, -38), bladder, 0.3, 1.5)
    paint_tubes(canvas, liver.portal, depth)
    paint_tubes(canvas, liver.hepatic, depth)
    paint_tubes(canvas, liver.outside)
    cava = (-22.0, plan.cavity_radii[1] - 54)
    canvas.ellipse(plan.vein_hu - 14, cava, (13, 10 + 2 * np.sin(canvas.z_mm / 25)), -0.2, 1.5)


def paint_lesions(canvas: Canvas, liver: LiverPlan, tumour: Tumour, depth: Plane) -> None:
    """Satellites within the liver, thrombus, enlarged nodes."""
    for satellite in liver.satellites:
        cut = _sphere_cut(canvas, satellite)
        if cut > 0.5:
            window = canvas.window(satellite.centre[:2], cut + 4)
            x, y = canvas.grid(window)
            inside = np.minimum(ellipse_depth(x, y, satellite.centre[:2], (cut, cut)), depth[window] - 2)
            canvas.paint(tumour.hu + 3, inside, window, 2.0)
    paint_tubes(canvas, liver.thrombus)
    for node in liver.nodes:
        cut = _sphere_cut(canvas, node)
        canvas.ellipse(88, node.centre[:2], (cut, cut * 0.8), 0.4, 1.5)


def _around(canvas: Canvas, tumour: Tumour) -> Plane:
    """Depth inside the tumour over the whole slice; a large negative number well away from it."""
    depth = np.full_like(canvas.hu, -1000.0)
    window = canvas.window(tumour.centre[:2], tumour.reach_mm + 14 + 3 * tumour.margin_mm)
    depth[window] = tumour.depth(*canvas.grid(window), canvas.z_mm)
    return depth


def _lobe(canvas: Canvas, centre: tuple[float, float, float], radii: tuple[float, float, float], turn: float) -> Plane:
    u, v = canvas.x_mm - centre[0], canvas.y_mm - centre[1]
    u, v = u * np.cos(turn) + v * np.sin(turn), v * np.cos(turn) - u * np.sin(turn)
    w = (canvas.z_mm - centre[2]) / radii[2]
    return np.asarray((1 - np.sqrt((u / radii[0]) ** 2 + (v / radii[1]) ** 2 + w**2)) * min(radii))


def _sphere_cut(canvas: Canvas, ball: Satellite) -> float:
    return float(np.sqrt(max(ball.radius_mm**2 - (canvas.z_mm - ball.centre[2]) ** 2, 0.0)))

"""What lies in one patient's liver and at its hilum: vessels, thrombus, nodes, satellites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hccdesk.phantom.ct_body_plan import BodyPlan, jitter, thrombosed
from hccdesk.phantom.ct_vessels import Tube, chain, twigs
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.seeds import Purpose

THROMBUS_HU = 72.0


@dataclass(frozen=True, slots=True)
class Satellite:
    """A small second tumour: centre and radius in mm."""

    centre: tuple[float, float, float]
    radius_mm: float


@dataclass(frozen=True, slots=True)
class LiverPlan:
    """What lies in the liver and at its hilum."""

    portal: tuple[Tube, ...]
    hepatic: tuple[Tube, ...]
    outside: tuple[Tube, ...]
    thrombus: tuple[Tube, ...]
    nodes: tuple[Satellite, ...]
    satellites: tuple[Satellite, ...]


def liver_plan(patient: PhantomPatient, plan: BodyPlan) -> LiverPlan:
    """Vessels of this patient's liver; thrombus for Vp3 and Vp4, nodes and satellites as in the row."""
    rng = patient.seed.stream(Purpose.CT_ANATOMY, 1)
    portal, trunk = _portal(plan.vein_hu, jitter(rng, 2.5))
    hepatic = _hepatic_veins(plan.vein_hu - 6, jitter(rng, 3.0))
    branch_filled, trunk_filled = thrombosed(patient)
    filled = (portal[:2] if branch_filled else ()) + (trunk if trunk_filled else ())
    if patient.clinical.hepatic_vein_invasion:
        filled += hepatic[:1]
    return LiverPlan(
        portal=portal + twigs(rng, portal[1:], 3, plan.vein_hu - 6),
        hepatic=hepatic + twigs(rng, hepatic, 2, plan.vein_hu - 12),
        outside=trunk + _great_vessels(plan) + _mesenteric(rng, plan),
        thrombus=tuple(Tube(t.start, t.end, (t.radii[0] + 2.0, t.radii[1] + 2.0), THROMBUS_HU) for t in filled),
        nodes=_nodes(patient, rng),
        satellites=_satellites(patient, rng),
    )


def _portal(hu: float, shift: tuple[float, float, float]) -> tuple[tuple[Tube, ...], tuple[Tube, ...]]:
    """Portal branches in the liver (the right one first) and the trunk with the splenic vein."""
    sx, sy, sz = shift
    hilum = (-24 + sx, 2 + sy, -8 + sz)
    right = (-58 + sx, 4 + sy, -2 + sz)
    left = (4 + sx, -22 + sy, 8 + sz)
    branches = (
        chain((hilum, (-40 + sx, 0 + sy, -4 + sz), right), (7.5, 6.5), hu)
        + chain((right, (-82, -26, 10), (-100, -42, 24)), (5.5, 2.2), hu)
        + chain((right, (-90, 26, -8), (-112, 38, -30)), (5.5, 2.2), hu)
        + chain((hilum, (-10 + sx, -14 + sy, 2 + sz), left), (6.0, 5.0), hu)
        + chain((left, (6, -44, 16), (34, -52, 24)), (4.5, 1.8), hu)
    )
    trunk = chain(((6, 14, -44), (-8, 10, -26), hilum), (7.5, 7.5), hu)
    splenic = chain(((6, 14, -44), (40, 16, -26), (86, 28, 2)), (5.5, 4.0), hu)
    return branches, trunk + splenic


def _hepatic_veins(hu: float, shift: tuple[float, float, float]) -> tuple[Tube, ...]:
    sx, sy, sz = shift
    cava = (-22, 26, 62)
    return (
        chain((cava, (-62 + sx, 20 + sy, 48 + sz), (-98 + sx, 14 + sy, 22)), (5.5, 3.5), hu)
        + chain((cava, (-38 + sx, -6 + sy, 44 + sz), (-56 + sx, -40 + sy, 18)), (5.0, 3.0), hu)
        + chain((cava, (-4 + sx, -12 + sy, 46 + sz), (22 + sx, -42 + sy, 34)), (4.5, 2.5), hu)
    )


def _great_vessels(plan: BodyPlan) -> tuple[Tube, ...]:
    front = plan.cavity_radii[1] - 50
    aorta = chain(((13, front + 2, -120), (11, front, 0), (13, front + 3, 110)), (9.5, 11.5), plan.artery_hu)
    superior = chain(((11, front - 10, -12), (9, front - 22, -40), (8, front - 24, -110)), (3.8, 3.4), plan.artery_hu)
    vein = chain(((6, 14, -44), (-3, front - 24, -60), (-4, front - 26, -110)), (6.0, 5.0), plan.vein_hu)
    return aorta + superior + vein


def _mesenteric(rng: np.random.Generator, plan: BodyPlan) -> tuple[Tube, ...]:
    """Small vessels in the mesenteric fat, below the pancreas."""
    made: tuple[Tube, ...] = ()
    for _ in range(9):
        across, ahead = float(rng.uniform(-40, 75)), float(rng.uniform(-0.55, 0.05)) * plan.cavity_radii[1]
        low = float(rng.uniform(-105, -72))
        made += chain(
            ((2, 8, -62), (0.5 * across, 0.6 * ahead, -72), (across, ahead, low)), (2.4, 1.0), plan.vein_hu - 15
        )
    return made


def _nodes(patient: PhantomPatient, rng: np.random.Generator) -> tuple[Satellite, ...]:
    if not patient.clinical.lymph_node_metastasis:
        return ()
    places = ((-14.0, 18.0, -28.0), (16.0, 20.0, -34.0), (-2.0, 30.0, -18.0))
    return tuple(Satellite(place, float(rng.uniform(7.5, 12))) for place in places)


def _satellites(patient: PhantomPatient, rng: np.random.Generator) -> tuple[Satellite, ...]:
    """The tumours beside the largest one, in both lobes unless the row says one."""
    record, made = patient.clinical, []
    extra = (record.tumour_count or 1) - 1 + (10 if record.diffuse else 0)
    for number in range(extra):
        left = not record.one_lobe and number % 2 == 0
        centre = (12.0, -46.0, 26.0) if left else (-78.0, 0.0, 0.0)
        spread = (22, 14, 16) if left else (34, 40, 38)
        place = np.asarray(centre) + np.clip(rng.standard_normal(3), -1.6, 1.6) * spread
        radius = rng.uniform(2.5, 7) if record.diffuse else rng.uniform(4, 11)
        limit = 0.45 * (record.largest_tumour_diameter_mm or 40)
        made.append(Satellite((float(place[0]), float(place[1]), float(place[2])), min(float(radius), limit)))
    return tuple(made)

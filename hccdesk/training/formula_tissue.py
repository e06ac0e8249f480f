"""Tissue by formula: nuclei, cords, glands, fat and fibres put together from textures; no patient behind it."""

from __future__ import annotations

import numpy as np

from hccdesk.training.textures import Plane, cells, discs, lumps, power_law, stripes

_nuclei = discs((50, 110), (2, 3.5))
_cytoplasm = 0.35


def cords(rng: np.random.Generator, side_px: int) -> Plane:
    """Plates of cells between pale sinusoids, as in liver and in trabecular carcinoma."""
    inside = lumps(rng.uniform(-0.4, 0.4))(rng, side_px) > 0
    body = np.maximum(_ground(rng, side_px) + _cytoplasm, _nuclei(rng, side_px))
    return np.asarray(np.where(inside, body, 0.05 * power_law(1.0)(rng, side_px)))


def glands(rng: np.random.Generator, side_px: int) -> Plane:
    """Nuclei lined up along walls around pale hollows."""
    walls = cells((6, 14), walls=True)(rng, side_px)
    return np.asarray(np.where(walls > 0.1, np.maximum(0.3, _nuclei(rng, side_px)), 0.08))


def fatty(rng: np.random.Generator, side_px: int) -> Plane:
    """Cells with clear round vacuoles, as in steatosis."""
    body = np.maximum(_ground(rng, side_px) + _cytoplasm, discs((10, 30), (2, 3.5))(rng, side_px))
    clear = discs((8, 25), (4, 9))(rng, side_px) > 0.3
    return np.asarray(np.where(clear, 0.0, body))


def fibrous(rng: np.random.Generator, side_px: int) -> Plane:
    """Wavering fibres with few flat nuclei between them."""
    fibres = 0.3 + 0.15 * stripes((6, 14))(rng, side_px)
    return np.asarray(np.maximum(fibres, 0.9 * discs((6, 20), (2, 3))(rng, side_px)))


def _ground(rng: np.random.Generator, side_px: int) -> Plane:
    field = power_law(2.0)(rng, side_px)
    return np.asarray(0.06 * field / max(float(field.std()), 1e-6))

"""Which formulas the backbone is trained to tell apart, and which are kept back to test what it learnt."""

from __future__ import annotations

from functools import partial

import numpy as np

from hccdesk.training import formula_tissue
from hccdesk.training.fractals import fractal, mandelbrot
from hccdesk.training.textures import Drawer, Plane, cells, discs, julia, lumps, nodule, power_law, stripes

TRAINED_FRACTALS, HELD_OUT_FRACTALS = range(24), range(100, 104)


def maze(rng: np.random.Generator, side_px: int) -> Plane:
    """Noise of one wavelength, cut to black and white: winding bands of no direction."""
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(side_px), np.fft.rfftfreq(side_px), indexing="ij"))
    band = np.exp(-(((frequency - 1 / rng.uniform(7, 14)) / 0.012) ** 2))
    return np.sign(np.fft.irfft2(np.fft.rfft2(rng.standard_normal((side_px, side_px))) * band, s=(side_px, side_px)))


def rings(rng: np.random.Generator, side_px: int) -> Plane:
    """Circles around a point."""
    return np.asarray(np.sin(2 * np.pi * _distance(rng, side_px)[0] / rng.uniform(6, 16)))


def spirals(rng: np.random.Generator, side_px: int) -> Plane:
    """Arms that wind around a point."""
    radius, angle = _distance(rng, side_px)
    return np.asarray(np.sin(int(rng.integers(2, 7)) * angle + 2 * np.pi * radius / rng.uniform(14, 40)))


def checks(rng: np.random.Generator, side_px: int) -> Plane:
    """A turned chessboard."""
    y, x = np.mgrid[:side_px, :side_px]
    turn, square = rng.uniform(0, np.pi), rng.uniform(6, 14)
    u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    return np.asarray(np.sign(np.sin(np.pi * u / square) * np.sin(np.pi * v / square)))


def polygons(rng: np.random.Generator, side_px: int) -> Plane:
    """Flat areas between straight cuts."""
    y, x = np.mgrid[:side_px, :side_px]
    plane = np.zeros((side_px, side_px))
    for _ in range(int(rng.integers(5, 12))):
        turn, offset = rng.uniform(0, 2 * np.pi), rng.uniform(0, side_px, 2)
        plane += rng.uniform(0.2, 1) * ((x - offset[0]) * np.cos(turn) + (y - offset[1]) * np.sin(turn) > 0)
    return plane


def _distance(rng: np.random.Generator, side_px: int) -> tuple[Plane, Plane]:
    y, x = np.mgrid[:side_px, :side_px] - rng.uniform(0.2, 0.8, 2)[:, None, None] * side_px
    return np.hypot(x, y), np.arctan2(y, x)


FAMILIES: tuple[tuple[str, Drawer], ...] = (
    *((f"power-law noise {exponent}", power_law(exponent)) for exponent in (0.0, 1.0, 2.0, 3.0, 4.0)),
    ("few small discs", discs((8, 20), (2, 3.5))),
    ("many small discs", discs((50, 110), (2, 3.5))),
    ("few large discs", discs((8, 20), (4.5, 8))),
    ("many large discs", discs((30, 60), (4.5, 8))),
    ("fine stripes", stripes((4, 7))),
    ("coarse stripes", stripes((12, 24))),
    ("bright nodule", nodule((0.5, 1), (0, 0), (0, 0.05))),
    ("bright rimmed nodule", nodule((0.2, 0.5), (0.5, 0.9), (0, 0.05))),
    ("dark nodule", nodule((-1, -0.5), (0, 0), (0, 0.05))),
    ("dark rimmed nodule", nodule((-0.5, -0.2), (0.5, 0.9), (0, 0.05))),
    ("grained nodule", nodule((-0.3, 0.3), (0, 0), (0.2, 0.4))),
    ("grained rimmed nodule", nodule((-0.3, 0.3), (0.6, 1), (0.2, 0.4))),
    ("few cell walls", cells((8, 16), walls=True)),
    ("many cell walls", cells((40, 80), walls=True)),
    ("cell bodies", cells((12, 40), walls=False)),
    ("Julia set", julia),
    ("lakes", lumps(1.0)),
    ("islands", lumps(0.0)),
    ("tissue: cords", formula_tissue.cords),
    ("tissue: glands", formula_tissue.glands),
    ("tissue: fatty", formula_tissue.fatty),
    ("tissue: fibrous", formula_tissue.fibrous),
    *((f"fractal {number}", partial(fractal, number)) for number in TRAINED_FRACTALS),
)
"""(name, drawer) of what the backbone learns; the place in the tuple is the class."""

HELD_OUT: tuple[tuple[str, Drawer], ...] = (
    ("Mandelbrot set", mandelbrot),
    ("maze", maze),
    ("rings", rings),
    ("spirals", spirals),
    ("checks", checks),
    ("polygons", polygons),
    *((f"fractal {number}", partial(fractal, number)) for number in HELD_OUT_FRACTALS),
)
"""Families that no training ever sees: the linear probe has to tell these apart."""

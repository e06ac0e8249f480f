"""Formula-made images, no two alike: what a backbone can learn edges, rims, grain and density from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float64]
Drawer = Callable[[np.random.Generator, int], Plane]


def draw_texture(drawer: Drawer, rng: np.random.Generator, side_px: int) -> NDArray[np.uint8]:
    """An image (side, side, 3) of a family, grey as a CT or in the colours of a stain, at random."""
    plane = drawer(rng, side_px)
    plane = (plane - plane.min()) / max(float(np.ptp(plane)), 1e-6)
    coloured = _stained(plane, rng) if rng.random() < 0.5 else _grey(plane, rng)
    noisy = coloured + rng.normal(0, rng.uniform(0, 0.06), coloured.shape)
    return np.asarray(np.clip(noisy, 0, 1) * 255, dtype=np.uint8)


def _grey(plane: Plane, rng: np.random.Generator) -> Plane:
    low, high = np.sort(rng.uniform(0, 1, 2))
    return np.repeat((low + (high - low + 0.15) * plane)[:, :, None], 3, axis=2)


def _stained(plane: Plane, rng: np.random.Generator) -> Plane:
    # Beer-Lambert: a pale pink ground to a blue-violet, both wandering as stains do.
    light = np.array([0.93, 0.75, 0.86]) + rng.normal(0, 0.05, 3)
    dark = np.array([0.35, 0.22, 0.55]) + rng.normal(0, 0.08, 3)
    return np.asarray(light ** (1 - plane[:, :, None]) * np.clip(dark, 0.02, 1) ** plane[:, :, None])


def power_law(exponent: float) -> Drawer:
    """Noise whose spectrum falls with frequency to the power `exponent`."""

    def draw(rng: np.random.Generator, side: int) -> Plane:
        frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(side), np.fft.rfftfreq(side), indexing="ij"))
        frequency[0, 0] = 1
        spectrum = np.fft.rfft2(rng.standard_normal((side, side))) / frequency ** (exponent / 2)
        return np.asarray(np.fft.irfft2(spectrum, s=(side, side)))

    return draw


def discs(per_100_px: tuple[float, float], radius_px: tuple[float, float]) -> Drawer:
    """Dark discs on a light ground, as nuclei: so many per 100×100 pixels, so large."""

    def draw(rng: np.random.Generator, side: int) -> Plane:
        plane = power_law(2.0)(rng, side) * 0.02
        y, x = np.mgrid[:side, :side]
        for _ in range(max(1, int(rng.uniform(*per_100_px) * (side / 100) ** 2))):
            row, column, radius = rng.uniform(0, side), rng.uniform(0, side), rng.uniform(*radius_px)
            flat, turn = rng.uniform(0.6, 1), rng.uniform(0, np.pi)
            along, up = x - column, y - row
            u, v = along * np.cos(turn) + up * np.sin(turn), up * np.cos(turn) - along * np.sin(turn)
            plane = np.maximum(plane, np.clip(radius - np.hypot(u, v / flat) + 0.5, 0, 1) * rng.uniform(0.6, 1))
        return np.asarray(plane)

    return draw


def stripes(wavelength_px: tuple[float, float]) -> Drawer:
    """Wavering parallel bands."""

    def draw(rng: np.random.Generator, side: int) -> Plane:
        y, x = np.mgrid[:side, :side]
        turn, wavelength = rng.uniform(0, np.pi), rng.uniform(*wavelength_px)
        waver = power_law(3.0)(rng, side)
        along = x * np.cos(turn) + y * np.sin(turn) + waver / max(waver.std(), 1e-6) * wavelength * 0.25
        return np.asarray(np.sin(2 * np.pi * along / wavelength))

    return draw


def nodule(inside: tuple[float, float], rim: tuple[float, float], grain: tuple[float, float]) -> Drawer:
    """A round lesion: brighter or darker than its ground, with a rim or none, smooth or grained inside."""

    def draw(rng: np.random.Generator, side: int) -> Plane:
        y, x = np.mgrid[:side, :side] / side - rng.uniform(0.4, 0.6)
        bumps = 1 + 0.15 * np.sin(rng.integers(2, 6) * np.arctan2(y, x) + rng.uniform(0, 6.3))
        depth = rng.uniform(0.2, 0.38) * bumps - np.hypot(x, y)
        texture = power_law(rng.uniform(1.5, 3))(rng, side)
        body = rng.uniform(*inside) + rng.uniform(*grain) * texture / max(texture.std(), 1e-6)
        plane = np.where(depth > 0, body, 0.0) + 0.05 * rng.standard_normal((side, side))
        return np.asarray(plane + rng.uniform(*rim) * (np.abs(depth) < rng.uniform(0.015, 0.035)))

    return draw


def cells(count: tuple[int, int], walls: bool) -> Drawer:
    """Voronoi cells: their walls, or their bodies in different shades."""

    def draw(rng: np.random.Generator, side: int) -> Plane:
        sites = rng.uniform(0, side, (int(rng.integers(*count)), 2))
        grid = np.stack(tuple(np.mgrid[:side, :side]), axis=-1).reshape(-1, 1, 2)
        distance = np.sort(np.hypot(*np.moveaxis(grid - sites, -1, 0)), axis=1)[:, :2] if walls else None
        if distance is not None:
            return np.asarray(np.exp(-(distance[:, 1] - distance[:, 0]) / 2).reshape(side, side))
        nearest = np.argmin(np.hypot(*np.moveaxis(grid - sites, -1, 0)), axis=1)
        return np.asarray(rng.uniform(0, 1, len(sites))[nearest].reshape(side, side))

    return draw


def julia(rng: np.random.Generator, side: int) -> Plane:
    """Escape times of a Julia set of a random parameter near the edge of the Mandelbrot cardioid."""
    turn = rng.uniform(0, 2 * np.pi)
    parameter = (0.52 * np.exp(1j * turn) - 0.26 * np.exp(2j * turn)) * rng.uniform(0.95, 1.1)
    y, x = np.mgrid[:side, :side] / side * rng.uniform(1.5, 3) - rng.uniform(0.8, 1.4)
    z, escaped = x + 1j * y, np.zeros((side, side))
    for _ in range(24):
        z = np.where(np.abs(z) < 4, z * z + parameter, z)
        escaped += np.abs(z) < 4
    return escaped


def lumps(threshold: float) -> Drawer:
    """Islands of a smooth field above a threshold, as trabeculae or lakes."""

    def draw(rng: np.random.Generator, side: int) -> Plane:
        field = power_law(rng.uniform(2.5, 3.5))(rng, side)
        return np.asarray(np.tanh((field / max(field.std(), 1e-6) - threshold) * rng.uniform(3, 8)))

    return draw

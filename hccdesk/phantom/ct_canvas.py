"""One CT slice being painted: Hounsfield units on a grid in body millimetres, shapes with soft edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.phantom.noise_field import NoiseField

Plane = NDArray[np.float64]
"""Often a depth: how deep (x, y) lies inside a shape, mm, negative outside. x grows to the left, y to the back."""


class Canvas:
    """A slice at height `z_mm`; `x_mm` (1, column) and `y_mm` (row, 1); `hu` (row, column)."""

    def __init__(self, size_px: int, pixel_mm: float, z_mm: float) -> None:
        axis = (np.arange(size_px, dtype=np.float64) - (size_px - 1) / 2) * pixel_mm
        self.x_mm, self.y_mm = axis[None, :], axis[:, None]
        self.pixel_mm, self.z_mm = pixel_mm, z_mm
        self.hu = np.full((size_px, size_px), -1000.0)
        self._noise: dict[int, Plane] = {}

    def window(self, centre: tuple[float, float], reach_mm: float) -> tuple[slice, slice]:
        """Rows and columns within `reach_mm` of a place, in x and in y."""
        first, size = float(self.x_mm[0, 0]), self.hu.shape[0]
        columns, rows = (
            slice(
                max(int((c - reach_mm - first) / self.pixel_mm), 0),
                min(max(int((c + reach_mm - first) / self.pixel_mm) + 2, 0), size),
            )
            for c in centre
        )
        return rows, columns

    def grid(self, window: tuple[slice, slice]) -> tuple[Plane, Plane]:
        """The x (1, column) and y (row, 1) of a window."""
        return self.x_mm[:, window[1]], self.y_mm[window[0]]

    def paint(self, hu: float | Plane, depth: Plane, window: tuple[slice, slice], edge_mm: float = 1.0) -> None:
        """Blend `hu` in where `depth` is positive, over an edge `edge_mm` wide."""
        cover = np.clip(depth / edge_mm + 0.5, 0, 1)
        part = self.hu[window]
        part += cover * (hu - part)

    def ellipse(
        self,
        hu: float,
        centre: tuple[float, float],
        radii: tuple[float, float],
        turn: float = 0.0,
        edge_mm: float = 1.0,
    ) -> None:
        """A filled ellipse; `turn` in radians from x to y. Nothing where a radius is not positive."""
        if min(radii) <= 0.2:
            return
        window = self.window(centre, max(radii) + 2 * edge_mm)
        x, y = self.grid(window)
        if x.size and y.size:
            self.paint(hu, ellipse_depth(x, y, centre, radii, turn), window, edge_mm)

    def noise(self, field: NoiseField) -> Plane:
        """The field over the whole slice, computed once."""
        if id(field) not in self._noise:
            self._noise[id(field)] = field.plane(self.x_mm, self.y_mm, self.z_mm)
        return self._noise[id(field)]

    def everywhere(self) -> tuple[slice, slice]:
        """The window that is the whole slice."""
        return slice(0, self.hu.shape[0]), slice(0, self.hu.shape[1])


def ellipse_depth(
    x: Plane, y: Plane, centre: tuple[float, float], radii: tuple[float, float], turn: float = 0.0
) -> Plane:
    """Depth inside an ellipse, mm, right at the edge and approximate away from it."""
    u, v = x - centre[0], y - centre[1]
    if turn:
        u, v = u * np.cos(turn) + v * np.sin(turn), v * np.cos(turn) - u * np.sin(turn)
    return (1 - np.sqrt((u / radii[0]) ** 2 + (v / radii[1]) ** 2)) * min(radii)


def cut_radii(
    z_mm: float, centre_z_mm: float, half_height_mm: float, radii: tuple[float, float]
) -> tuple[float, float]:
    """The radii of an ellipsoid's cut at `z_mm`; zero beyond its poles."""
    rest = 1 - ((z_mm - centre_z_mm) / half_height_mm) ** 2
    scale = float(np.sqrt(max(rest, 0.0)))
    return radii[0] * scale, radii[1] * scale

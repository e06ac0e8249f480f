"""Rows and columns turned to the order the networks learnt, whatever order a file keeps them in."""

from __future__ import annotations

from itertools import permutations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.geometry import AxisReordering, VolumeGeometry

Box = tuple[int, int, int, int]
_Scalar = TypeVar("_Scalar", bound=np.generic)
_LPS_OF_PLACE = (2, 1, 0)  # slices run along z, rows along y (to the back), columns along x (to the left)
FILE_ORDER = AxisReordering((0, 1, 2), (False, False, False))


def axial_order(geometry: VolumeGeometry) -> AxisReordering:
    """What turns a volume's rows to run towards the patient's back (+y of LPS) and its columns to the left (+x).

    Each voxel axis counts as the anatomical axis it lies nearest to; nothing is resampled. Slices stay as they
    are, since only a mean is taken over them. `FILE_ORDER` where the slices are not axial.
    """
    along = np.asarray(geometry.directions)
    nearest = max(permutations(range(3)), key=lambda axes: float(np.abs(along[list(axes), _LPS_OF_PLACE]).sum()))
    slices, rows, columns = nearest
    if slices != 0:
        return FILE_ORDER
    return AxisReordering((0, rows, columns), (False, bool(along[rows, 1] < 0), bool(along[columns, 0] < 0)))


def turned(order: AxisReordering, plane: NDArray[_Scalar]) -> NDArray[_Scalar]:
    """`plane` (row, column) of the file in the networks' order, contiguous."""
    return np.ascontiguousarray(order.apply(plane[None])[0])


def maps_in_file(order: AxisReordering, maps: NDArray[_Scalar]) -> NDArray[_Scalar]:
    """`maps` (n, row, column) in the networks' order, turned back to the file's."""
    return np.ascontiguousarray(_back(order).apply(maps))


def box_in_file(order: AxisReordering, box: Box, shape: tuple[int, int]) -> Box:
    """`box` (row0, column0, row1, column1), end exclusive, of a turned plane of `shape`, in the file's voxels."""
    row0, column0, row1, column1 = box
    rows = _flipped((row0, row1), shape[0]) if order.flips[1] else (row0, row1)
    columns = _flipped((column0, column1), shape[1]) if order.flips[2] else (column0, column1)
    if order.permutation[1] == 2:
        rows, columns = columns, rows
    return rows[0], columns[0], rows[1], columns[1]


def _flipped(interval: tuple[int, int], size: int) -> tuple[int, int]:
    start, end = interval
    return size - end, size - start


def _back(order: AxisReordering) -> AxisReordering:
    # Slices stay, so the permutation is none or one exchange: its own inverse.
    _, rows, columns = order.permutation
    return AxisReordering(order.permutation, (False, order.flips[rows], order.flips[columns]))

"""Cells on the sheet of tissue, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Kind(IntEnum):
    """What an entry of `Cells` is; the higher ones lie underneath."""

    TUMOUR = 0
    ENDOTHELIAL = 1
    LYMPHOCYTE = 2
    DEBRIS = 3
    VACUOLE = 4
    RED_CELL = 5


@dataclass(frozen=True, slots=True)
class Cells:
    """Arrays with one entry per cell or vacuole; places and radii in µm, angles in radians; `kind` as `Kind`."""

    x_um: NDArray[np.float64]
    y_um: NDArray[np.float64]
    radius_um: NDArray[np.float64]
    stretch: NDArray[np.float64]
    angle: NDArray[np.float64]
    chromatin: NDArray[np.float64]
    kind: NDArray[np.int64]

    def only(self, keep: NDArray[np.bool_]) -> Cells:
        """The cells for which `keep` is true."""
        return Cells(*(getattr(self, name)[keep] for name in self.__slots__))

    def within(self, left: float, top: float, right: float, bottom: float, *, reach_um: float) -> Cells:
        """The cells whose middle lies in a rectangle grown by `reach_um`."""
        keep = np.ones(len(self.x_um), dtype=np.bool_)
        keep &= (self.x_um > left - reach_um) & (self.x_um < right + reach_um)
        keep &= (self.y_um > top - reach_um) & (self.y_um < bottom + reach_um)
        return self.only(keep)

    def outside(self, vacuoles: Cells) -> Cells:
        """The cells whose middle lies in no vacuole."""
        away = np.hypot(self.x_um[:, None] - vacuoles.x_um, self.y_um[:, None] - vacuoles.y_um) - vacuoles.radius_um
        return self.only(np.asarray((away > 0).all(axis=1), dtype=np.bool_))


def joined(*parts: Cells) -> Cells:
    """All the cells of the parts, in their order."""
    return Cells(*(np.concatenate([getattr(part, name) for part in parts]) for name in Cells.__slots__))

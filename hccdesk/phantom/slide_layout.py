"""Where a needle core lies on the glass, which of it is tumour, and the outline a pathologist would draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.seeds import Purpose
from hccdesk.phantom.tissue_field import lattice_field, smooth
from hccdesk.phantom.tissue_pixels import UM_PER_PX

WIDTH_PX, HEIGHT_PX = 12288, 4096
CORE_HALF_PX = 1240
"""Half of a 16-gauge core's 0.6 mm."""
CORE_ENDS_PX = (620.0, 11680.0)
TUMOUR_ENDS_PX = (2050.0, 10150.0)

Plane = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SlideLayout:
    """A bent core along x: stroma on the left, tumour, fat on the right. Pixels of level 0."""

    bend_px: float
    phase: float
    edge: Plane

    def middle_px(self, x_px: NDArray[np.float64]) -> NDArray[np.float64]:
        """The y of the core's middle."""
        return np.asarray(HEIGHT_PX / 2 + self.bend_px * np.sin(x_px / 2600.0 + self.phase))

    def depth_px(self, x_px: NDArray[np.float64], y_px: NDArray[np.float64]) -> Plane:
        """Depth inside the core (row, column) for x (column,) and y (row,); negative on bare glass."""
        ragged = 26 * smooth(self.edge, x_px * UM_PER_PX, y_px * UM_PER_PX, 38.0)
        ragged += 12 * smooth(self.edge.T, x_px * UM_PER_PX, y_px * UM_PER_PX, 9.0)
        side = CORE_HALF_PX - np.abs(y_px[:, None] - self.middle_px(x_px)[None, :])
        end = np.minimum(x_px - CORE_ENDS_PX[0], CORE_ENDS_PX[1] - x_px)[None, :]
        return np.asarray(np.minimum(side, end) + ragged)

    def beyond_tumour_px(self, x_px: NDArray[np.float64], y_px: NDArray[np.float64], left: bool) -> Plane:
        """How far (row, column) lies in stroma (left) or fat (right) beyond the tumour's end."""
        wave = 170 * smooth(self.edge, x_px * UM_PER_PX + 700, y_px * UM_PER_PX, 75.0)
        past = TUMOUR_ENDS_PX[0] - x_px if left else x_px - TUMOUR_ENDS_PX[1]
        return np.asarray(past[None, :] + wave)

    def tumour_outline_px(self) -> NDArray[np.float64]:
        """The region of interest: a ring (vertex, 2) of (x, y), whole pixels, well inside the tumour."""
        along = np.linspace(TUMOUR_ENDS_PX[0] + 330, TUMOUR_ENDS_PX[1] - 330, 25)
        inset = CORE_HALF_PX - 70
        upper = np.stack([along, self.middle_px(along) - inset], axis=1)
        lower = np.stack([along, self.middle_px(along) + inset], axis=1)
        return np.asarray(np.rint(np.concatenate([upper, lower[::-1]])))


def slide_layout(patient: PhantomPatient) -> SlideLayout:
    """The layout of this patient's slide."""
    rng = patient.seed.stream(Purpose.SLIDE, 0)
    return SlideLayout(float(rng.uniform(40, 110)), float(rng.uniform(0, 2 * np.pi)), lattice_field(rng))

"""Makes the slices of one volume: what each view shows at a place. No widgets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.ui.case_model import ViewedCt
from hccdesk.ui.ct_viewer.patient_grid import (
    FIXED_AXIS,
    Index,
    PatientGrid,
    Plane,
    patient_grid,
    pixel_of,
    pixel_spacing_mm,
    plane_slice,
)
from hccdesk.ui.ct_viewer.series_words import geometry_warning, series_facts, voxel_words
from hccdesk.ui.ct_viewer.slice_content import Outline, SliceContent, SliceSaliency
from hccdesk.ui.language import translate
from hccdesk.ui.patient_conflict import told

_RIGHT_DOWN = {Plane.AXIAL: (0, 1), Plane.CORONAL: (0, 2), Plane.SAGITTAL: (1, 2)}
"""Which of LPS x, y, z runs across and which along a view."""


class SliceMaker:
    """One volume in the order of the patient."""

    def __init__(self, viewed: ViewedCt) -> None:
        self.viewed = viewed
        self.grid: PatientGrid = patient_grid(viewed.volume.geometry)
        self.hu: NDArray[np.int16] = self.grid.ordered(viewed.volume.hu)
        self._slices: dict[Plane, tuple[int, NDArray[np.int16]]] = {}
        self._still = {plane: self._unmoved(plane) for plane in Plane}
        self._facts, self._patient = series_facts(viewed.series), told(viewed.series.patient)
        self._warnings = {plane: geometry_warning(viewed.series, across=plane is not Plane.AXIAL) for plane in Plane}

    @property
    def middle(self) -> Index:
        """The voxel in the middle."""
        z, y, x = self.grid.shape
        return z // 2, y // 2, x // 2

    def content(
        self, plane: Plane, at: Index, outlines: tuple[Outline, ...] = (), saliency: SliceSaliency | None = None
    ) -> SliceContent:
        """A view's slice through `at`."""
        number = at[FIXED_AXIS[plane]]
        spacing, letters, voxel = self._still[plane]
        return SliceContent(
            hu=self._slice(plane, number),
            spacing_mm=spacing,
            outlines=outlines,
            crosshair=pixel_of(self.grid, plane, at),
            letters=letters,
            title=plane_title(plane),
            place=self._place(plane, at),
            facts=self._facts if plane is Plane.AXIAL else (),
            voxel=voxel,
            warning=self._warnings[plane],
            middle_mm=self._middle_mm(plane, at),
            saliency=saliency,
            patient=self._patient if plane is Plane.AXIAL else "",
        )

    def value_words(self, index: Index) -> str:
        """The value of a voxel and where it lies, on two lines."""
        x, y, z = self.grid.position_mm(index)
        where = f"R {-x:.0f}" if x < 0 else f"L {x:.0f}"
        where += f"  A {-y:.0f}" if y < 0 else f"  P {y:.0f}"
        return f"{self.hu[index]} HU\n{where}  z {z:.1f} mm".replace("-", "−")

    def nearest(self, position_mm: tuple[float, float, float]) -> tuple[Index, bool]:
        """The voxel nearest to a patient position (LPS mm), and whether an axial slice reaches there."""
        fractional = self.grid.geometry.index_at(np.array(position_mm))
        size = np.array(self.grid.geometry.shape)
        lattice = np.clip(np.rint(fractional), 0, size - 1).astype(int)
        along = self.grid.axes[0]
        reaches = -0.5 <= fractional[along] <= size[along] - 0.5
        return self.grid.index_of((int(lattice[0]), int(lattice[1]), int(lattice[2]))), bool(reaches)

    def _unmoved(self, plane: Plane) -> tuple[tuple[float, float], tuple[str, str, str, str], str]:
        """What no scrolling changes: spacing, letters, the voxel's size in words."""
        spacing = pixel_spacing_mm(self.grid, plane)
        return spacing, self.grid.letters(plane), voxel_words(spacing, self.grid.spacing_mm[FIXED_AXIS[plane]])

    def _slice(self, plane: Plane, number: int) -> NDArray[np.int16]:
        """The same array for the same slice, so that a view can tell that nothing changed."""
        kept = self._slices.get(plane)
        if kept is None or kept[0] != number:
            self._slices[plane] = kept = (number, plane_slice(self.hu, plane, number))
        return kept[1]

    def _middle_mm(self, plane: Plane, at: Index) -> tuple[float, float]:
        z, y, x = ((size - 1) / 2 for size in self.grid.shape)
        place = [z, y, x]
        place[FIXED_AXIS[plane]] = at[FIXED_AXIS[plane]]
        lattice = self.grid.lattice_place((place[0], place[1], place[2]))
        found = self.grid.place_mm(lattice)
        right, down = _RIGHT_DOWN[plane]
        return found[right], found[down] * (1 if plane is Plane.AXIAL else -1)

    def _place(self, plane: Plane, at: Index) -> str:
        axis = FIXED_AXIS[plane]
        x, y, z = self.grid.position_mm(at)
        position = {Plane.AXIAL: z, Plane.CORONAL: y, Plane.SAGITTAL: x}[plane]
        return f"{at[axis] + 1}/{self.grid.shape[axis]} · {round(position, 1) + 0.0:.1f} mm".replace("-", "−")


def plane_title(plane: Plane) -> str:
    """The name of a view."""
    return {
        Plane.AXIAL: translate("CtView", "Axial"),
        Plane.CORONAL: translate("CtView", "Coronal"),
        Plane.SAGITTAL: translate("CtView", "Sagittal"),
    }[plane]

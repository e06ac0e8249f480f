"""Measure a tumour region after it was edited."""

from __future__ import annotations

from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.roi import CtRoi, RoiMeasurements
from hccdesk.roi.measure import measure


def measure_region(roi: CtRoi, geometry: VolumeGeometry) -> RoiMeasurements:
    """Volume and diameters of the region on its lattice."""
    return measure(roi.mask, geometry)

"""What the user hands over for one analysis."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.regimen import Regimen


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """Paths of one patient's inputs, any of which may be absent.

    `series` chooses among several CT series by its UID, `ct_roi_label` among several labels of the mask by
    number or name, `patient_id` among several rows of a CSV. `accept_patient_mismatch` is the reason with
    which the user passes the wrong-patient stop; None leaves the stop in place.
    """

    regimen: Regimen
    ct: Path | None = None
    series: str | None = None
    ct_roi: Path | None = None
    ct_roi_label: str | None = None
    slide: Path | None = None
    slide_roi: Path | None = None
    clinical: Path | None = None
    patient_id: str | None = None
    accept_patient_mismatch: str | None = None
    other_readers: tuple[tuple[str, Path], ...] = ()
    """(reader, mask) of readers whose regions are compared with `ct_roi`, on which the result rests."""

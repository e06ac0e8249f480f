"""Scale, optics and patient as a DICOM whole-slide image's headers state them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from pydicom.dataset import Dataset

from hccdesk.domain.patient import PatientIdentity, Sex


def um_per_px(headers: Dataset) -> tuple[float | None, float | None]:
    """(x, y) from Pixel Spacing (row spacing first: y), else from the imaged volume and the pixel matrix."""
    measures = _first(_first(headers, "SharedFunctionalGroupsSequence"), "PixelMeasuresSequence")
    spacing = measures.get("PixelSpacing")
    if spacing is not None and len(spacing) == 2:
        return float(spacing[1]) * 1000.0, float(spacing[0]) * 1000.0
    width, height = headers.get("ImagedVolumeWidth"), headers.get("ImagedVolumeHeight")
    if not width or not height:
        return None, None
    columns, rows = headers.TotalPixelMatrixColumns, headers.TotalPixelMatrixRows
    return float(width) * 1000.0 / columns, float(height) * 1000.0 / rows


def objective_power(headers: Dataset) -> float | None:
    """Objective lens power of the first optical path."""
    power = _first(headers, "OpticalPathSequence").get("ObjectiveLensPower")
    return None if power is None else float(power)


def patient(headers: Dataset) -> PatientIdentity:
    """Who the slide says the patient is."""
    sexes: Mapping[str, Sex] = {"M": Sex.MALE, "F": Sex.FEMALE}
    return PatientIdentity(
        patient_id=str(headers.get("PatientID") or "").strip() or None,
        name=str(headers.get("PatientName") or "").strip(" ^") or None,
        birth_date=_date(str(headers.get("PatientBirthDate") or "")),
        sex=sexes.get(str(headers.get("PatientSex") or "").upper()),
    )


def _date(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date()
    except ValueError:
        return None


def _first(headers: Dataset, sequence: str) -> Dataset:
    items = headers.get(sequence)
    return items[0] if items else Dataset()

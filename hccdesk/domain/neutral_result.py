"""A result without what no report says: the places of files, and what images tell of a patient beyond need."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hccdesk.domain.ct import CtSeries
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.result import CaseResult
from hccdesk.domain.slide import SlideFacts

NOBODY = PatientIdentity()


def neutral_result(result: CaseResult) -> CaseResult:
    """What may leave the workstation, and what the report's number is made of; the report is the same to the letter.

    Of whom the images name only that stays which the header of the report falls back on: a name, an identifier or a
    sex that the clinical row does not tell; nothing where the images were accepted although they name somebody else.
    """
    return replace(result, ct_series=_series(result), slide=_slide(result))


def _series(result: CaseResult) -> CtSeries | None:
    series = result.ct_series
    return series and replace(series, files=(), patient=_needed(result, series.patient))


def _slide(result: CaseResult) -> SlideFacts | None:
    slide = result.slide
    if slide is None:
        return None
    return replace(slide, path=Path(slide.path.name), patient=_needed(result, slide.patient))


def _needed(result: CaseResult, found: PatientIdentity) -> PatientIdentity:
    row = result.clinical
    if result.provenance.overrides:
        return NOBODY
    return PatientIdentity(
        patient_id=None if row.patient_id else found.patient_id,
        name=None if row.name else found.name,
        sex=None if row.sex is not None else found.sex,
    )

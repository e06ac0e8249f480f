"""What keeps a result out of the wrong chart: the series, the patient and the region must be those of the result."""

from __future__ import annotations

import math

import numpy as np

from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.identity_check import identity_problems
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.problem import Severity
from hccdesk.domain.provenance import Override
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.chart_source import ChartSource, NamedRegion

_STOP = "Nothing was made. Check that result and images belong together."


def require_same_case(result: CaseResult, source: ChartSource) -> tuple[Sentence, ...]:
    """What a reader must know before sending; raises `DeliveryError` where the source is not the result's."""
    if source.study is None or source.series is None:
        return ()
    _require_series(result, source)
    notes = _require_patient(result, source.series.patient)
    if source.regions and source.series.geometry is not None:
        _require_region(result, source.regions, source.series.geometry)
    return notes


def patient_of(result: CaseResult) -> PatientIdentity:
    """Who the result says it is of: the clinical row first, then the images."""
    row = result.clinical
    images = [image.patient for image in (result.ct_series, result.slide) if image is not None]
    known = [PatientIdentity(row.patient_id, row.name, None, row.sex), *images]
    return PatientIdentity(
        next((one.patient_id for one in known if one.patient_id), None),
        next((one.name for one in known if one.name), None),
        next((one.birth_date for one in known if one.birth_date), None),
        next((one.sex for one in known if one.sex), None),
    )


def _require_series(result: CaseResult, source: ChartSource) -> None:
    analysed, study = result.ct_series, source.study
    if analysed is None or study is None:
        return
    ours = (analysed.series_instance_uid, analysed.study_instance_uid)
    if ours != (study.series_instance_uid, study.study_instance_uid):
        raise DeliveryError("the CT given is another series than the one this result was made from.", what_to_do=_STOP)


def _require_patient(result: CaseResult, filed_under: PatientIdentity) -> tuple[Sentence, ...]:
    """The study must be of the patient whose images were analysed, or of the result's where it has no CT.

    What a reader accepted was a difference between the inputs: it lets no other study in.
    """
    named = patient_of(result)
    compared = named if result.ct_series is None else result.ct_series.patient
    problems = identity_problems({"result": compared, "CT": filed_under})
    overrides = result.provenance.overrides
    if not overrides and result.ct_series is not None:
        problems += identity_problems({"result": named, "CT": filed_under})
    if any(problem.severity is Severity.STOP for problem in problems):
        raise DeliveryError("the CT given and the result name different patients.", what_to_do=_STOP)
    if result.ct_series is None and not (named.patient_id and filed_under.patient_id):
        raise DeliveryError(
            "nothing says that this study is of the patient of the result: one of them has no patient ID.",
            what_to_do="Leave the CT away: the FHIR file is made without it.",
        )
    notes = {one.what.text: one.what for one in problems if one.severity is Severity.WARNING}
    return (*_accepted(overrides), *notes.values())


def _accepted(overrides: tuple[Override, ...]) -> tuple[Sentence, ...]:
    if not overrides:
        return ()
    reasons = Sentence.literally("; ".join(sorted({one.reason for one in overrides})))
    return (
        Sentence.of(
            "The inputs of this result name different patients; it was accepted with: {reasons}", reasons=reasons
        ),
    )


def _require_region(result: CaseResult, regions: tuple[NamedRegion, ...], geometry: VolumeGeometry) -> None:
    """The regions together must have the size that the result gives."""
    from hccdesk.roi.measure import measure  # noqa: PLC0415

    size = measure(union_of(regions, geometry), geometry)
    told = result.ct_roi
    same = told is not None and told.slice_count == size.slice_count
    if not same or told is None or not math.isclose(told.volume_ml, size.volume_ml, rel_tol=1e-6):
        raise DeliveryError(
            "the tumour region given is not the one this result was made from: its size differs.", what_to_do=_STOP
        )


def union_of(regions: tuple[NamedRegion, ...], geometry: VolumeGeometry) -> np.typing.NDArray[np.bool_]:
    """All regions in one mask."""
    whole = np.zeros(geometry.shape, np.bool_)
    for region in regions:
        region.part.add_into(whole)
    return whole

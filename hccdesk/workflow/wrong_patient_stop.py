"""The wrong-patient stop: the one place where it is passed or not."""

from __future__ import annotations

from hccdesk.domain.case import CtInput, SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import PatientMismatchError
from hccdesk.domain.identity_check import identity_problems
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.provenance import Override
from hccdesk.domain.sentence import Sentence


def mismatches(record: ClinicalRecord, ct: CtInput | None, slide: SlideInput | None) -> tuple[Problem, ...]:
    """What the inputs say differently about who the patient is."""
    found = {}
    if record != ClinicalRecord():
        found["clinical row"] = PatientIdentity(record.patient_id, record.name, None, record.sex)
    if ct:
        found["CT"] = ct.series.patient
    if slide:
        found["slide"] = slide.facts.patient
    return identity_problems(found)


def overrides_of(problems: tuple[Problem, ...], reason: str | None, how_to_go_on: Sentence) -> tuple[Override, ...]:
    """The stops among `problems` as overrides with the user's `reason`; none where there is no stop.

    Raises `PatientMismatchError` where there is a stop and no reason worth the name.
    """
    stops = [problem for problem in problems if problem.severity is Severity.STOP]
    given = (reason or "").strip()
    if stops and not given:
        raise PatientMismatchError(
            Sentence.of("{stops}.", stops=Sentence.listed([stop.what for stop in stops])), what_to_do=how_to_go_on
        )
    return tuple(Override(stop.what, given) for stop in stops)

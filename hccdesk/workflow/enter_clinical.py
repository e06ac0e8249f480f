"""Put a clinical row entered on the screen together with the images of a case, checked as files are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from hccdesk.domain.case import Case, CtInput, SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import InputError, PatientMismatchError
from hccdesk.domain.identity_check import identity_problems
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.provenance import InputFact, Override
from hccdesk.domain.regimen import Regimen
from hccdesk.workflow.contradictions import contradictions


def enter_clinical(  # noqa: PLR0917 - the parts of a case, in its order
    regimen: Regimen,
    record: ClinicalRecord,
    ct: CtInput | None,
    slide: SlideInput | None,
    facts: Sequence[InputFact] = (),
    mismatch_reason: str | None = None,
) -> Case:
    """The case as it goes into the analysis; the row's sha256 is over its canonical JSON.

    Raises `InputError` where there is nothing at all, and `PatientMismatchError` where the inputs name
    different patients and no reason to go on was given.
    """
    entered = record != ClinicalRecord()
    if not (entered or ct or slide):
        raise InputError("there is nothing to analyse.", what_to_do="Give a CT, a slide or clinical values.")
    problems = identity_problems(identities(record, ct, slide))
    stops = [problem for problem in problems if problem.severity is Severity.STOP]
    if stops and not (mismatch_reason or "").strip():
        raise PatientMismatchError(
            f"{'; '.join(stop.what.text for stop in stops)}.",
            what_to_do="Check the files, or go on with a reason, which is recorded.",
        )
    overrides = tuple(Override(stop.what, mismatch_reason or "") for stop in stops)
    row = (_row_fact(record),) if entered else ()
    others = (*(ct.problems if ct else ()), *contradictions(record, ct, slide))
    return Case(regimen, record, ct, slide, (*facts, *row), (*problems, *others), overrides)


def mismatches(record: ClinicalRecord, ct: CtInput | None, slide: SlideInput | None) -> tuple[Problem, ...]:
    """What the inputs say differently about who the patient is."""
    return identity_problems(identities(record, ct, slide))


def identities(record: ClinicalRecord, ct: CtInput | None, slide: SlideInput | None) -> dict[str, PatientIdentity]:
    """Who each input says the patient is, by role."""
    found = {}
    if record != ClinicalRecord():
        found["clinical row"] = PatientIdentity(record.patient_id, record.name, None, record.sex)
    if ct:
        found["CT"] = ct.series.patient
    if slide:
        found["slide"] = slide.facts.patient
    return found


def _row_fact(record: ClinicalRecord) -> InputFact:
    canonical = json.dumps(asdict(record), sort_keys=True, ensure_ascii=False, default=str)
    return InputFact("clinical", "entered on the screen", hashlib.sha256(canonical.encode()).hexdigest())

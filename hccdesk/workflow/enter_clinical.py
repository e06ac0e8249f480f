"""Put a clinical row entered on the screen together with the images of a case, checked as files are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from hccdesk.domain.case import Case, CtInput, SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import InputError
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.contradictions import contradictions
from hccdesk.workflow.wrong_patient_stop import mismatches, overrides_of

_HOW_TO_GO_ON = Sentence.of("Check the files, or go on with a reason, which is recorded.")


def enter_clinical(  # noqa: PLR0917 - the parts of a case, in its order
    regimen: Regimen,
    record: ClinicalRecord,
    ct: CtInput | None,
    slide: SlideInput | None,
    facts: Sequence[InputFact] = (),
    mismatch_reason: str | None = None,
    ct_set_aside: Sentence | None = None,
) -> Case:
    """The case as it goes into the analysis; the row's sha256 is over its canonical JSON.

    `ct_set_aside`: why there is no `ct` although one is on the screen.

    Raises `InputError` where there is nothing at all, and `PatientMismatchError` where the inputs name
    different patients and no reason to go on was given.
    """
    entered = record != ClinicalRecord()
    if not (entered or ct or slide or ct_set_aside):
        raise InputError("there is nothing to analyse.", what_to_do="Give a CT, a slide or clinical values.")
    problems = mismatches(record, ct, slide)
    overrides = overrides_of(problems, mismatch_reason, _HOW_TO_GO_ON)
    row = (_row_fact(record),) if entered else ()
    others = (*(ct.problems if ct else ()), *contradictions(record, ct, slide))
    return Case(regimen, record, ct, slide, (*facts, *row), (*problems, *others), overrides, ct_set_aside)


def _row_fact(record: ClinicalRecord) -> InputFact:
    canonical = json.dumps(asdict(record), sort_keys=True, ensure_ascii=False, default=str)
    return InputFact("clinical", "entered on the screen", hashlib.sha256(canonical.encode()).hexdigest())

"""Open a case: read and check everything the user handed over, before anything is computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from hccdesk.cohort.clinical_file import read_clinical
from hccdesk.domain.case import Case, CtInput, SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import InputError, InputFaults
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.contradictions import contradictions
from hccdesk.workflow.input_hash import input_fact
from hccdesk.workflow.open_ct import open_ct
from hccdesk.workflow.open_slide_input import open_slide_input
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.wrong_patient_stop import mismatches, overrides_of
from hccdesk.wsi.open_slide import files_of

HOW_TO_GO_ON = Sentence.of("Check the files; to go on all the same, give --accept-patient-mismatch REASON.")

_Input = TypeVar("_Input")


def open_case(request: CaseRequest, workbench: Workbench, progress: Progress | None = None) -> Case:
    """The patient's inputs, read through the sandbox and checked against one another.

    Raises `InputError` (or `InputFaults`, every fault at once) for an input that cannot be used, and
    `PatientMismatchError` where the inputs name different patients and no reason to go on was given.
    """
    watched = progress or NoProgress()
    _refuse_nothing_at_all(request)
    faults: list[InputError] = []
    clinical = _kept(faults, lambda: _clinical(request)) or ClinicalRecord()
    return case_of(request, clinical, workbench, watched, how_to_go_on=HOW_TO_GO_ON, faults=faults)


def case_of(
    request: CaseRequest,
    clinical: ClinicalRecord,
    workbench: Workbench,
    progress: Progress,
    *,
    how_to_go_on: Sentence,
    faults: Sequence[InputError] = (),
) -> Case:
    """The images of `request` read and checked against one another and against a clinical row read already.

    `how_to_go_on` is the advice of the wrong-patient stop; earlier `faults` are raised together with the images'.
    """
    found = list(faults)
    ct = _kept(found, lambda: open_ct(request, workbench, progress)) if request.ct else None
    slide = _kept(found, lambda: open_slide_input(request, workbench, progress)) if request.slide else None
    _refuse(found)
    problems = mismatches(clinical, ct, slide)
    overrides = overrides_of(problems, request.accept_patient_mismatch, how_to_go_on)
    others = (*(ct.problems if ct else ()), *contradictions(clinical, ct, slide))
    return Case(
        request.regimen,
        clinical,
        ct,
        slide,
        _input_facts(request, ct, slide, workbench),
        (*problems, *others),
        overrides,
    )


def _refuse_nothing_at_all(request: CaseRequest) -> None:
    for name, mask in request.other_readers:
        if request.ct_roi is None:
            raise InputError(
                Sentence.of("the region of reader {name} has nothing to be compared with.", name=name),
                where=mask,
                what_to_do="Give the region that the result is to rest on with --ct-roi.",
            )
    for roi, image, option in ((request.ct_roi, request.ct, "--ct"), (request.slide_roi, request.slide, "--slide")):
        if roi and not image:
            raise InputError(
                "a region was given without its image.",
                where=roi,
                what_to_do=Sentence.of("Add {option}.", option=option),
            )
    if not (request.ct or request.slide or request.clinical):
        raise InputError("there is nothing to analyse.", what_to_do="Give a CT, a slide or a clinical row.")


def _kept(faults: list[InputError], read: Callable[[], _Input]) -> _Input | None:
    try:
        return read()
    except InputFaults as several:
        faults.extend(several.faults)
    except InputError as fault:
        faults.append(fault)
    return None


def _refuse(faults: list[InputError]) -> None:
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise InputFaults(faults)


def _clinical(request: CaseRequest) -> ClinicalRecord:
    if request.clinical is None:
        return ClinicalRecord()
    return read_clinical(request.clinical, request.patient_id)


def _input_facts(
    request: CaseRequest, ct: CtInput | None, slide: SlideInput | None, workbench: Workbench
) -> tuple[InputFact, ...]:
    facts = []
    if request.ct and ct:
        detail = Sentence.of("series {uid}", uid=ct.series.series_instance_uid)
        facts.append(input_fact("ct", request.ct, ct.series.files, detail))
    if request.ct_roi and ct and ct.roi:
        label = Sentence.of("label {label}", label=ct.roi.label)
        if ct.roi.reordered:
            label = Sentence.of("label {label}, axes put in the series' order", label=ct.roi.label)
        facts.append(input_fact("ct_roi", request.ct_roi, detail=label))
    if ct:
        readers = ((name, mask, Sentence.of("reader {name}", name=name)) for name, mask in request.other_readers)
        facts += [input_fact("ct_roi_reader", mask, detail=told) for _, mask, told in readers]
    if request.slide and slide:
        files = workbench.sandbox.call(files_of, slide.facts.path)
        facts.append(input_fact("slide", request.slide, files))
    single: tuple[tuple[str, Path | None], ...] = (
        ("slide_roi", request.slide_roi),
        ("clinical", request.clinical),
    )
    facts += [input_fact(role, path) for role, path in single if path]
    return tuple(facts)

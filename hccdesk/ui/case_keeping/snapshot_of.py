"""The open case as it is kept. No widgets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hccdesk.domain.case_snapshot import CaseSnapshot, CtSource, SlideSource
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.provenance import InputFact
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.found_inputs import Inputs
from hccdesk.ui.patient_line import identity_of


def snapshot_of(model: CaseModel, ct: CtSource | None, slide: SlideSource | None) -> CaseSnapshot:
    """The case; its images were read from `ct` and `slide`."""
    inputs = model.inputs
    return CaseSnapshot(
        inputs.regimen,
        inputs.clinical,
        identity_of(model),
        ct,
        slide,
        inputs.rois,
        inputs.facts,
        model.key_images,
        inputs.mismatch_reason,
        model.result_is_current,
    )


def with_waiting(now: CaseSnapshot, ct: CaseSnapshot | None, slide: CaseSnapshot | None) -> CaseSnapshot:
    """`now` with the CT's part of one snapshot and the slide's of another, whose images are not there to be shown."""
    if ct:
        rois = replace(now.rois, lesions=ct.rois.lesions, measurements=ct.rois.measurements)
        facts = (*_facts(ct, "ct"), *_facts(now, "slide"))
        now = replace(now, ct=ct.ct, rois=rois, facts=facts)
    if slide:
        rois = now.rois.with_slide(slide.rois.slide)
        now = replace(now, slide=slide.slide, rois=rois, facts=(*_facts(now, "ct"), *_facts(slide, "slide")))
    waiting = ct or slide
    if waiting:
        reason = now.mismatch_reason or waiting.mismatch_reason
        now = replace(now, patient=_known(now.patient, waiting.patient), mismatch_reason=reason)
    return now


def ct_source(model: CaseModel, inputs: Inputs) -> CtSource | None:
    """Where the CT on the screen was read from; None without one."""
    if model.viewed_ct is None:
        return None
    series = model.viewed_ct.series
    root = inputs.ct_root or (series.files[0].parent if series.files else None)
    if root is None:
        return None
    mask = inputs.mask.path.absolute() if inputs.mask else None
    return CtSource(root.absolute(), series.series_instance_uid, mask, inputs.mask_label)


def slide_source(model: CaseModel, inputs: Inputs) -> SlideSource | None:
    """Where the slide was read from; None without one."""
    slide = model.inputs.slide
    if slide is None:
        return None
    outline: Path | None = inputs.outline.path.absolute() if inputs.outline else None
    return SlideSource(slide.facts.path.absolute(), outline)


def changed_files(before: CaseSnapshot, now: CaseSnapshot, image: str) -> bool:
    """Whether the files of an image (`ct`, `slide`) are others than when the case was kept."""
    then, later = ({fact.role: fact.sha256 for fact in _facts(one, image)} for one in (before, now))
    return any(later.get(role, sha256) != sha256 for role, sha256 in then.items())


def _facts(snapshot: CaseSnapshot, image: str) -> tuple[InputFact, ...]:
    return tuple(fact for fact in snapshot.facts if fact.role.startswith(image))


def _known(first: PatientIdentity, second: PatientIdentity) -> PatientIdentity:
    return PatientIdentity(
        first.patient_id or second.patient_id,
        first.name or second.name,
        first.birth_date or second.birth_date,
        first.sex or second.sex,
    )

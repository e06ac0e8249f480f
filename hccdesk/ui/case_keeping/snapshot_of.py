"""The open case as it is kept. No widgets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hccdesk.domain.case_snapshot import CaseSnapshot, CtSource, SlideSource
from hccdesk.domain.kept_history import last_steps, steps_on_ct, steps_on_slide
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.roi_set import RoiSet
from hccdesk.domain.slide import SlideFacts
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
        model.other_regions,
        model.kept_steps,
    )


def with_waiting(now: CaseSnapshot, ct: CaseSnapshot | None, slide: CaseSnapshot | None) -> CaseSnapshot:
    """`now` with the CT's part of one snapshot and the slide's of another, whose images are not there to be shown."""
    if ct:
        rois = replace(now.rois, lesions=ct.rois.lesions, measurements=ct.rois.measurements)
        facts = (*_facts(ct, "ct"), *_facts(now, "slide"))
        steps = steps_on_ct(ct.history, ct.ct.series_instance_uid) if ct.ct else ()
        now = replace(now, ct=ct.ct, rois=rois, facts=facts, history=last_steps((*now.history, *steps)))
    if slide:
        rois = now.rois.with_slide(slide.rois.slide)
        facts = (*_facts(now, "ct"), *_facts(slide, "slide"))
        steps = last_steps((*now.history, *steps_on_slide(slide.history)))
        now = replace(now, slide=slide.slide, rois=rois, facts=facts, history=steps)
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
    facts, outline = slide.facts, inputs.outline.path.absolute() if inputs.outline else None
    return SlideSource(
        facts.path.absolute(), outline, facts.width_px, facts.height_px, _stated_scale(slide.facts, inputs)
    )


def _stated_scale(facts: SlideFacts, inputs: Inputs) -> float | None:
    """What a reader told of the resolution; None where it is what the file says."""
    return facts.um_per_px if inputs.stated_um_per_px == facts.um_per_px else None


def changed_files(before: CaseSnapshot, now: CaseSnapshot, image: str) -> bool:
    """Whether the files of an image (`ct`, `slide`) are others than when the case was kept."""
    then, later = ({fact.role: fact.sha256 for fact in _facts(one, image)} for one in (before, now))
    return any(later.get(role, sha256) != sha256 for role, sha256 in then.items())


def same_slide(kept: CaseSnapshot, now: CaseSnapshot) -> bool:
    """Whether the slide now is the kept one: the same content, or a file at its place that only has its size."""
    then, later = kept.slide, now.slide
    if then is None or later is None:
        return False
    before, after = (_sha256(one, "slide") for one in (kept, now))
    if before and after and before == after:
        return True
    sizes = {(then.width_px, then.height_px), (later.width_px, later.height_px)}
    same_size = len(sizes) == 1 or then.width_px is None
    return same_size and then.path == later.path


def same_outline(a: SlideRoi | None, b: SlideRoi | None) -> bool:
    """Whether two outlines have the same vertices."""
    if a is None or b is None or a is b:
        return a is b
    ours, theirs = ([ring for one in roi.polygons for ring in (one.outline, *one.holes)] for roi in (a, b))
    same_rings = len(ours) == len(theirs) and all(map(np.array_equal, ours, theirs))
    return len(a.polygons) == len(b.polygons) and same_rings


def same_snapshot(a: CaseSnapshot, b: CaseSnapshot) -> bool:
    """Whether what a reader entered, drew or chose is the same; what follows from the images is not compared."""
    told = all(
        getattr(a, name) == getattr(b, name)
        for name in ("regimen", "clinical", "ct", "slide", "facts", "mismatch_reason", "analysed")
    )
    images = [len(one.key_images) for one in (a, b)]
    pictures = images[0] == images[1] and all(
        one.rgb is other.rgb and one.caption == other.caption
        for one, other in zip(a.key_images, b.key_images, strict=True)
    )
    return told and pictures and _same_rois(a.rois, b.rois)


def _same_rois(a: RoiSet, b: RoiSet) -> bool:
    if len(a.lesions) != len(b.lesions) or a.measurements != b.measurements:
        return False
    lesions = all(
        replace(one, roi=other.roi) == other and (one.roi is other.roi or np.array_equal(one.roi.mask, other.roi.mask))
        for one, other in zip(a.lesions, b.lesions, strict=True)
    )
    return lesions and same_outline(a.slide, b.slide)


def _sha256(snapshot: CaseSnapshot, role: str) -> str:
    return next((fact.sha256 for fact in snapshot.facts if fact.role == role), "")


def _facts(snapshot: CaseSnapshot, image: str) -> tuple[InputFact, ...]:
    return tuple(fact for fact in snapshot.facts if fact.role.startswith(image))


def _known(first: PatientIdentity, second: PatientIdentity) -> PatientIdentity:
    return PatientIdentity(
        first.patient_id or second.patient_id,
        first.name or second.name,
        first.birth_date or second.birth_date,
        first.sex or second.sex,
    )

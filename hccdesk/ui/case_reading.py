"""Reads the chosen images of a case through the verbs, in a job: an image is not lost for its region. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hccdesk.domain.case import SlideInput
from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.domain.errors import HccdeskError, InputError
from hccdesk.domain.progress import Progress
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.case_model import ViewedCt
from hccdesk.ui.found_inputs import Inputs, Sources
from hccdesk.ui.verbs import Verbs

if TYPE_CHECKING:
    from hccdesk.domain.case import Case
    from hccdesk.workflow.case_request import CaseRequest
    from hccdesk.workflow.inspect_folder import Inspection


@dataclass(frozen=True, slots=True)
class ReadCt:
    """What reading a CT gave: the case with it, or the voxels only; and the region's fault where it had one."""

    case: Case | None
    viewed: ViewedCt | None
    region_fault: InputError | None


def found_again(sources: Sources, verbs: Verbs, progress: Progress) -> list[tuple[Path, Inspection]]:
    """What there still is of a kept case's inputs."""
    found = []
    for root in sources.roots:
        try:
            found.append((root, verbs.inspect(root, progress)))
        except HccdeskError:  # said by who keeps the case, with what else is missing of it
            continue
    return found


def read_ct(inputs: Inputs, regimen: Regimen, verbs: Verbs, progress: Progress) -> ReadCt:
    """The CT with its region; without it where the region cannot be used; only to look at where no model may see it."""
    from hccdesk.workflow.case_request import CaseRequest  # noqa: PLC0415

    series = inputs.series
    assert series is not None
    if series.verdict.suitability is not Suitability.INFER:
        viewed = ViewedCt(series, verbs.view_series(series, progress))
        return ReadCt(None, viewed, _no_place_for(inputs.mask.path, series) if inputs.mask else None)
    request = CaseRequest(regimen, ct=inputs.ct_root, series=series.series_instance_uid)
    if inputs.mask is None or inputs.mask_label is None:
        return ReadCt(verbs.open(request, progress), None, None)
    with_region = CaseRequest(
        regimen, request.ct, request.series, ct_roi=inputs.mask.path, ct_roi_label=inputs.mask_label
    )
    try:
        return ReadCt(verbs.open(with_region, progress), None, None)
    except InputError as fault:
        return ReadCt(verbs.open(request, progress), None, fault)


def read_slide(inputs: Inputs, regimen: Regimen, verbs: Verbs, progress: Progress) -> tuple[Case, InputError | None]:
    """The slide with its outline, at the resolution that a reader told; without what cannot be used."""
    from hccdesk.workflow.case_request import CaseRequest  # noqa: PLC0415

    assert inputs.slide is not None
    request = CaseRequest(regimen, slide=inputs.slide.path)
    if inputs.outline:
        request = CaseRequest(regimen, slide=inputs.slide.path, slide_roi=inputs.outline.path)
    case, fault = _with_outline(request, verbs, progress)
    if inputs.stated_um_per_px is None or case.slide is None:
        return case, fault
    try:
        return _at_scale(case, case.slide, inputs.stated_um_per_px, verbs, progress), fault
    except InputError as unstated:
        return case, fault or unstated


def _with_outline(request: CaseRequest, verbs: Verbs, progress: Progress) -> tuple[Case, InputError | None]:
    if request.slide_roi is None:
        return verbs.open(request, progress), None
    try:
        return verbs.open(request, progress), None
    except InputError as fault:
        return verbs.open(replace(request, slide_roi=None), progress), fault


def _at_scale(case: Case, slide: SlideInput, um_per_px: float, verbs: Verbs, progress: Progress) -> Case:
    facts = verbs.state_slide_scale(slide.facts.path, um_per_px, progress)
    told = Sentence.of("{um_per_px:g} µm/px stated by the user", um_per_px=um_per_px)
    inputs = tuple(replace(fact, detail=told) if fact.role == "slide" else fact for fact in case.inputs)
    return replace(case, slide=SlideInput(facts, slide.roi), inputs=inputs)


def _no_place_for(region: Path, series: CtSeries) -> InputError:
    reason = Sentence.listed([reason.unfinished for reason in series.verdict.reasons])
    return InputError(
        Sentence.of("the region was not taken, for the CT can only be looked at: {reason}.", reason=reason),
        where=region,
        what_to_do="Bring in a complete series.",
    )

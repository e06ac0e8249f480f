"""A case with its regions as a reader left them: what the models are given, measured and recorded as such."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from hccdesk.domain.case import Case, CtInput, SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.roi import CtRoi, RoiMeasurements
from hccdesk.domain.roi_set import RoiSet
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.edited_region import with_edited_outline, with_edited_region, with_margins
from hccdesk.workflow.enter_clinical import enter_clinical
from hccdesk.workflow.measure_region import measure_region


def edited_case(  # noqa: PLR0917 - the parts of a case, in its order
    regimen: Regimen,
    clinical: ClinicalRecord,
    ct: CtInput | None,
    slide: SlideInput | None,
    rois: RoiSet,
    facts: Sequence[InputFact] = (),
    mismatch_reason: str | None = None,
    ct_set_aside: Sentence | None = None,
    measure: Callable[[CtRoi, VolumeGeometry], RoiMeasurements] = measure_region,
) -> Case:
    """The images with the regions of `rois` in the place of those that came with them, sizes without their margins.

    A region that is the very object that came with its image counts as read from its file. Raises as
    `enter_clinical` does.
    """
    told = tuple(facts)
    given = with_margins(rois, ct) if ct else None
    if ct and given is not ct.roi:
        tumour, sizes = rois.tumour, ct.measurements
        if tumour is not ct.roi:
            sizes = measure(tumour, ct.volume.geometry) if tumour else None
        told = with_edited_region(told, given, [lesion.margin_mm for lesion in rois.lesions])
        ct = replace(ct, roi=given, measurements=sizes)
    if slide and rois.slide is not slide.roi:
        told = with_edited_outline(told, rois.slide)
        slide = replace(slide, roi=rois.slide)
    return enter_clinical(regimen, clinical, ct, slide, told, mismatch_reason, ct_set_aside)

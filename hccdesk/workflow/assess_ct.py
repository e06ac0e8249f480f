"""What the CT model says of the tumour, or why it says nothing."""

from __future__ import annotations

from dataclasses import replace

from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.case import Case
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.progress import Progress
from hccdesk.domain.reader_reading import ReaderReading, dice
from hccdesk.domain.result import CtResponseFinding, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.ct_response import predict
from hccdesk.workflow.networks import Networks


def assess_ct(
    case: Case, bundle: ModelBundle, verdict: ApplicabilityVerdict, networks: Networks, progress: Progress
) -> CtResponseFinding | NotComputed:
    """The probability of objective response from the slices that hold the region."""
    if case.ct is None:
        return NotComputed(case.ct_set_aside or Sentence.of("no CT was given"))
    if case.ct.roi is None:
        return NotComputed(Sentence.of("no tumour region"))
    if verdict.hard_stop:
        return NotComputed(verdict.hard_stop.explanation)
    in_regimen = bundle.manifest.regimen is case.regimen
    backbone = networks.backbone_of(bundle)
    found = predict(case.ct.volume, case.ct.roi, case.clinical, bundle, backbone, in_regimen, progress)
    if isinstance(found, NotComputed):
        return found
    return replace(found, readings=_readings(case, bundle, backbone, progress))


def _readings(case: Case, bundle: ModelBundle, backbone: Backbone, progress: Progress) -> tuple[ReaderReading, ...]:
    """What the model says of the regions of further readers; one whose region is empty has no reading."""
    assert case.ct is not None
    assert case.ct.roi is not None
    readings = []
    for reader, region in case.ct.other_readers:
        found = predict(case.ct.volume, region, case.clinical, bundle, backbone, True, progress)
        if isinstance(found, CtResponseFinding):
            alike = dice(case.ct.roi.mask, region.mask)
            readings.append(ReaderReading(reader, found.probability_of_objective_response, alike))
    return tuple(readings)

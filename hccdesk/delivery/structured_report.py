"""Measurements and probabilities as a Comprehensive 3D SR after TID 1500, with the models that gave them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from highdicom import sr
from highdicom.coding_schemes import CodingSchemeIdentificationItem
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code
from pydicom.uid import SegmentationStorage

from hccdesk.delivery.character_set import written_in
from hccdesk.delivery.chart_uid import CODING_SCHEME_UID, DEVICE_UID, uid_of
from hccdesk.delivery.chart_values import (
    ANY_DEMONSTRATION,
    RESEARCH,
    ChartCode,
    ChartFinding,
    ChartNumber,
    own,
)
from hccdesk.delivery.source_images import SliceSource, evidence
from hccdesk.delivery.written_object import BuiltObject, ObjectFacts, finished
from hccdesk.domain.delivery import ObjectKind

_COMMENT = ChartCode("121106", "DCM", "Comment")
_LONGEST_MEANING = 64
_MEASURED_ON = Code("25045-6", "LN", "CT unspecified body region")


@dataclass(frozen=True, slots=True)
class ReportedRegion:
    """The tumour region of the measurements: its segment in the SEG, and the images under it."""

    segmentation: BuiltObject
    segment_number: int
    label: str
    tracking_uid: str
    images: tuple[SliceSource, ...]


def structured_report(
    findings: Sequence[ChartFinding],
    sizes: Sequence[ChartNumber],
    region: ReportedRegion | None,
    images: Sequence[SliceSource],
    facts: ObjectFacts,
    *,
    is_final: bool,
) -> BuiltObject:
    """The document; never VERIFIED, for what a board signs is its decision, not each of these numbers.

    Without a region the sizes stand in a group of their own. `images` are the evidence where no region names them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        content = _content(findings, sizes, region, facts)
        document = sr.Comprehensive3DSR(
            evidence=_evidence(region, images, facts),
            content=content[0],
            series_instance_uid=uid_of("not yet"),
            series_number=1,
            sop_instance_uid=uid_of("not yet"),
            instance_number=1,
            manufacturer="hccdesk",
            is_complete=True,
            is_final=is_final,
            coding_schemes=[_coding_scheme()],
        )
    return finished(document, ObjectKind.SR, facts, "AI measurements")


def _coding_scheme() -> CodingSchemeIdentificationItem:
    return CodingSchemeIdentificationItem(
        "99HCCDESK", name="hccdesk", uid=CODING_SCHEME_UID, responsible_organization="hccdesk"
    )


def _evidence(region: ReportedRegion | None, images: Sequence[SliceSource], facts: ObjectFacts) -> list[Dataset]:
    study = facts.study
    named = {one.image.sop_instance_uid: one.image.sop_class_uid for one in (region.images if region else images)}
    found = [evidence(study, kind, uid, study.series_instance_uid) for uid, kind in named.items()]
    if region:
        made = region.segmentation
        found.append(evidence(study, made.sop_class_uid, made.sop_instance_uid, made.series_instance_uid))
    return found


def _content(
    findings: Sequence[ChartFinding],
    sizes: Sequence[ChartNumber],
    region: ReportedRegion | None,
    facts: ObjectFacts,
) -> sr.MeasurementReport:
    groups = [_size_group(sizes, region, facts)] if sizes else []
    groups += [_group(finding, facts) for finding in findings]
    report = sr.MeasurementReport(
        observation_context=sr.ObservationContext(observer_device_context=_device()),
        procedure_reported=_MEASURED_ON,
        imaging_measurements=groups,
        title=codes.DCM.ImagingMeasurementReport,
    )
    notice = ANY_DEMONSTRATION if any(one.is_demonstration and one.numbers for one in findings) else RESEARCH
    report[0].ContentSequence.append(_text(_COMMENT, notice, facts))
    return report


def _device() -> sr.ObserverContext:
    return sr.ObserverContext(
        observer_type=codes.DCM.Device,
        observer_identifying_attributes=sr.DeviceObserverIdentifyingAttributes(
            uid=DEVICE_UID, name="hccdesk", manufacturer_name="hccdesk", model_name="hccdesk"
        ),
    )


def _size_group(
    sizes: Sequence[ChartNumber], region: ReportedRegion | None, facts: ObjectFacts
) -> sr.VolumetricROIMeasurementsAndQualitativeEvaluations | sr.MeasurementsAndQualitativeEvaluations:
    measurements = [_measurement(number) for number in sizes]
    if region is None:
        tracking = sr.TrackingIdentifier(uid_of("size", facts.study.series_instance_uid), "Tumour region")
        return sr.MeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking, finding_type=codes.SCT.Neoplasm, measurements=measurements
        )
    return sr.VolumetricROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=sr.TrackingIdentifier(region.tracking_uid, region.label),
        referenced_segment=sr.ReferencedSegment(
            sop_class_uid=SegmentationStorage,
            sop_instance_uid=region.segmentation.sop_instance_uid,
            segment_number=region.segment_number,
            source_images=[_source_image(one) for one in region.images],
        ),
        finding_type=codes.SCT.Neoplasm,
        finding_sites=[sr.FindingSite(codes.SCT.Liver)],
        measurements=measurements,
    )


def _source_image(source: SliceSource) -> sr.SourceImageForSegmentation:
    frames = None if source.frame_number is None else [source.frame_number]
    return sr.SourceImageForSegmentation(source.image.sop_class_uid, source.image.sop_instance_uid, frames)


def _group(finding: ChartFinding, facts: ObjectFacts) -> sr.MeasurementsAndQualitativeEvaluations:
    """A finding of its own group: what warns of it in front, then its numbers, its limits, its words."""
    name = written_in(finding.marked_name, facts.study.character_set)
    model = finding.model
    numbers = [_measurement(one) for number in finding.numbers for one in _with_limits(number)]
    group = sr.MeasurementsAndQualitativeEvaluations(
        tracking_identifier=sr.TrackingIdentifier(
            uid_of("finding", facts.study.series_instance_uid, finding.key), name[:_LONGEST_MEANING]
        ),
        algorithm_id=_algorithm(finding, facts) if model else None,
        measurements=numbers or None,
    )
    texts = (("Not computed", finding.missing),) if finding.missing else finding.texts
    for label, text in texts:
        group[0].ContentSequence.append(_text(own(f"text-{label.lower().replace(' ', '-')}", label), text, facts))
    return group


def _algorithm(finding: ChartFinding, facts: ObjectFacts) -> sr.AlgorithmIdentification:
    assert finding.model is not None
    character_set = facts.study.character_set
    return sr.AlgorithmIdentification(
        name=written_in(finding.model.model_id, character_set),
        version=written_in(finding.model.version or "unknown", character_set),
        parameters=[f"sha256={finding.model.sha256}"] if finding.model.sha256 else None,
    )


def _with_limits(number: ChartNumber) -> list[ChartNumber]:
    found = [number]
    for end, value in (("low", number.low), ("high", number.high)):
        if value is not None:
            code = own(f"{number.code.value}-{end}", f"95 % {end}: {number.code.meaning}")
            found.append(ChartNumber(code, value, number.unit, number.unit_meaning))
    return found


def _measurement(number: ChartNumber) -> sr.Measurement:
    return sr.Measurement(
        name=_coded(number.code), value=number.value, unit=Code(number.unit, "UCUM", number.unit_meaning)
    )


def _coded(code: ChartCode) -> sr.CodedConcept:
    return sr.CodedConcept(code.value, code.scheme, code.meaning[:_LONGEST_MEANING])


def _text(code: ChartCode, text: str, facts: ObjectFacts) -> sr.TextContentItem:
    return sr.TextContentItem(
        _coded(code), written_in(text, facts.study.character_set), relationship_type=sr.RelationshipTypeValues.CONTAINS
    )

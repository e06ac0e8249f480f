"""The tumour regions as a DICOM segmentation (SEG, binary: what every PACS with segmentations can read)."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import highdicom
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.uid import ExplicitVRLittleEndian

import hccdesk
from hccdesk.delivery.chart_region import ChartRegion, segment_labels, tracking_uid
from hccdesk.delivery.chart_uid import uid_of
from hccdesk.delivery.source_images import SliceSource, all_frames, slice_sources, source_datasets
from hccdesk.delivery.written_object import BuiltObject, ObjectFacts, finished
from hccdesk.domain.delivery import ObjectKind
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.region_edit import RegionPart


def segmentation_object(
    regions: Sequence[ChartRegion], geometry: VolumeGeometry, facts: ObjectFacts
) -> tuple[BuiltObject, tuple[SliceSource, ...]]:
    """One segment a region, in their order, and the images under any of them.

    Raises `DeliveryError` where the series has no frame of reference, or its images do not lie as they did.
    """
    if not facts.study.frame_of_reference_uid:
        raise DeliveryError("The series has no frame of reference, which a DICOM segmentation must name.")
    masks = [_mask(region.part, geometry) for region in regions]
    taken = np.flatnonzero(np.logical_or.reduce([mask.any(axis=(1, 2)) for mask in masks]))
    under = slice_sources(facts.study, geometry, [int(index) for index in taken])
    given = all_frames(facts.study, geometry, under)
    places = [one.slice_index for one in given]
    pixels = np.stack([mask[places] for mask in masks], axis=-1).astype(np.uint8)
    dataset = _segmentation(source_datasets(facts.study, geometry, given), pixels, regions, facts)
    _settle_dimensions(dataset, facts)
    return finished(dataset, ObjectKind.SEG, facts, "Tumour regions"), under


def _mask(part: RegionPart, geometry: VolumeGeometry) -> NDArray[np.bool_]:
    whole = np.zeros(geometry.shape, np.bool_)
    part.add_into(whole)
    return whole


def _segmentation(
    sources: list[Dataset], pixels: NDArray[np.uint8], regions: Sequence[ChartRegion], facts: ObjectFacts
) -> Dataset:
    labels = segment_labels([region.name for region in regions], facts.study.character_set)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return highdicom.seg.Segmentation(
            source_images=sources,
            pixel_array=pixels,
            segmentation_type=highdicom.seg.SegmentationTypeValues.BINARY,
            segment_descriptions=[_segment(number, label, facts) for number, label in enumerate(labels, start=1)],
            series_instance_uid=uid_of("not yet"),
            series_number=1,
            sop_instance_uid=uid_of("not yet"),
            instance_number=1,
            manufacturer="hccdesk",
            manufacturer_model_name="hccdesk",
            software_versions=hccdesk.__version__,
            device_serial_number="0",
            content_label="TUMOUR",
            content_description="Tumour regions as the readers left them",
            transfer_syntax_uid=ExplicitVRLittleEndian,
        )


def _segment(number: int, label: str, facts: ObjectFacts) -> highdicom.seg.SegmentDescription:
    return highdicom.seg.SegmentDescription(
        segment_number=number,
        segment_label=label,
        segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure,
        segmented_property_type=codes.SCT.Neoplasm,
        # Whatever tool helped, a reader took the outline as it is.
        algorithm_type=highdicom.seg.SegmentAlgorithmTypeValues.MANUAL,
        tracking_uid=tracking_uid(facts, number, label),
        tracking_id=label,
        anatomic_regions=[codes.SCT.Liver],
    )


def _settle_dimensions(dataset: Dataset, facts: ObjectFacts) -> None:
    """highdicom draws the UID of the dimensions at random; ours follows from the series."""
    organisation = uid_of("dimensions", facts.study.series_instance_uid)
    for item in (*dataset.DimensionOrganizationSequence, *dataset.DimensionIndexSequence):
        item.DimensionOrganizationUID = organisation

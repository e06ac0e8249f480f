"""Every DICOM object of one result, each made from the ones before: regions, map, measurements, report.

highdicom takes long to load, so that only what is called imports it: the worker, where objects are built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hccdesk.delivery.chart_region import ChartRegion, segment_labels, tracking_uid
from hccdesk.delivery.chart_values import ChartFinding, ChartNumber
from hccdesk.delivery.encapsulated_pdf import encapsulated_pdf
from hccdesk.delivery.source_images import SliceSource, slice_sources
from hccdesk.delivery.written_object import BuiltObject, ObjectFacts
from hccdesk.domain.delivery import ObjectKind
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence

if TYPE_CHECKING:
    from hccdesk.delivery.structured_report import ReportedRegion

_STAGE = "Making objects for the chart"


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """What the objects are made of. `regions` begins with the one that the sizes are of; empty where none is given.

    `map_frames` is (frame, row, column, 3) uint8, one a slice of `map_slices`, empty where there is no map.
    `titles` of the report, the last in ASCII. `models` in `facts` are all that spoke.
    """

    facts: ObjectFacts
    findings: tuple[ChartFinding, ...]
    sizes: tuple[ChartNumber, ...]
    geometry: VolumeGeometry | None
    regions: tuple[ChartRegion, ...]
    map_frames: NDArray[np.uint8]
    map_slices: tuple[int, ...]
    map_facts: ObjectFacts
    pdf: bytes
    titles: tuple[str, ...]
    is_final: bool
    wanted: frozenset[ObjectKind]


@dataclass(frozen=True, slots=True)
class ChartObjects:
    """What was made, and what could not be, with the reason."""

    made: tuple[BuiltObject, ...]
    left_out: tuple[tuple[ObjectKind, Sentence], ...]


def build_chart_objects(request: ChartRequest, progress: Progress = NoProgress()) -> ChartObjects:  # noqa: B008 - it holds nothing
    """The DICOM objects wanted; what one of them cannot be made for costs that one alone."""
    work = _Work(request)
    steps: tuple[tuple[ObjectKind, Callable[[], BuiltObject]], ...] = (
        (ObjectKind.SEG, work.regions),
        (ObjectKind.SALIENCY, work.saliency),
        (ObjectKind.SR, work.measurements),
        (ObjectKind.PDF, work.report),
    )
    for done, (kind, make) in enumerate(steps):
        progress.step(done, len(steps), _STAGE)
        if kind in request.wanted:
            work.attempt(kind, make)
    progress.step(len(steps), len(steps), _STAGE)
    return ChartObjects(tuple(work.made.values()), tuple(work.left_out))


@dataclass(slots=True)
class _Work:
    request: ChartRequest
    made: dict[ObjectKind, BuiltObject] = field(default_factory=dict)
    left_out: list[tuple[ObjectKind, Sentence]] = field(default_factory=list)
    under: tuple[SliceSource, ...] = ()
    """The images under the regions, once the segmentation was made."""

    def attempt(self, kind: ObjectKind, make: Callable[[], BuiltObject]) -> None:
        """Make one object, or note why not."""
        try:
            self.made[kind] = make()
        except DeliveryError as fault:
            self.left_out.append((kind, fault.said))
        except (AttributeError, ValueError, KeyError, TypeError):  # the words of libraries for what headers lack
            lacks = Sentence.of("The headers of the series lack what this object needs.")
            self.left_out.append((kind, lacks))

    def regions(self) -> BuiltObject:
        """The segmentation; without any model behind it."""
        from hccdesk.delivery.segmentation_object import segmentation_object  # noqa: PLC0415

        asked = self.request
        if not asked.regions or asked.geometry is None:
            raise DeliveryError("No tumour region was given.")
        facts = ObjectFacts(asked.facts.study, asked.facts.made_at)
        built, self.under = segmentation_object(asked.regions, asked.geometry, facts)
        return built

    def saliency(self) -> BuiltObject:
        """The explanation map."""
        from hccdesk.delivery.secondary_capture import saliency_capture  # noqa: PLC0415

        asked = self.request
        if not asked.map_slices or asked.geometry is None:
            raise DeliveryError("The CT model gave no explanation map.")
        sources = slice_sources(asked.facts.study, asked.geometry, asked.map_slices)
        return saliency_capture(asked.map_frames, sources, asked.map_facts)

    def measurements(self) -> BuiltObject:
        """The structured report; it names the segmentation where there is one."""
        from hccdesk.delivery.structured_report import structured_report  # noqa: PLC0415

        asked = self.request
        images = () if self.under or asked.geometry is None else slice_sources(asked.facts.study, asked.geometry)
        if not self.under and not images:
            raise DeliveryError("There is no image that the measurements could refer to.")
        return structured_report(
            asked.findings, asked.sizes, self._reported(), images, asked.facts, is_final=asked.is_final
        )

    def _reported(self) -> ReportedRegion | None:
        from hccdesk.delivery.structured_report import ReportedRegion  # noqa: PLC0415

        if ObjectKind.SEG not in self.made:
            return None
        asked = self.request
        label = segment_labels([region.name for region in asked.regions], asked.facts.study.character_set)[0]
        uid = tracking_uid(asked.facts, 1, label)
        return ReportedRegion(self.made[ObjectKind.SEG], 1, label, uid, self.under)

    def report(self) -> BuiltObject:
        """The PDF; derived from the images under the regions and from what was made of them."""
        asked = self.request
        images = {(one.image.sop_class_uid, one.image.sop_instance_uid): None for one in self.under}
        objects = {(one.sop_class_uid, one.sop_instance_uid): None for one in self.made.values()}
        sources = tuple(images | objects)
        return encapsulated_pdf(asked.pdf, asked.facts, asked.titles, sources, is_verified=asked.is_final)

"""What the inputs of a case say differently about the same thing."""

from __future__ import annotations

from hccdesk.clinical import bclc
from hccdesk.domain.case import CtInput, SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence

DIAMETER_RATIO = 1.25
"""Two readers' longest diameters of one liver tumour rarely differ by more than a quarter."""


def contradictions(record: ClinicalRecord, ct: CtInput | None, slide: SlideInput | None) -> tuple[Problem, ...]:
    """Warnings about inputs that do not fit one another; every number stays as it was given."""
    return (*_diameter(record, ct), *_slide_classes(slide), *_bclc_stage(record))


def _diameter(record: ClinicalRecord, ct: CtInput | None) -> tuple[Problem, ...]:
    stated = record.largest_tumour_diameter_mm
    if stated is None or ct is None or ct.measurements is None:
        return ()
    measured = ct.measurements.largest_3d_diameter_mm
    if max(stated, measured) <= DIAMETER_RATIO * min(stated, measured):
        return ()
    return (
        Problem(
            Severity.WARNING,
            "largest_tumour_diameter_mm",
            Sentence.of(
                "the clinical row says the largest tumour is {stated:.0f} mm, the region measures {measured:.0f} mm",
                stated=stated,
                measured=measured,
            ),
            Sentence.of("check the row and the region; the models use the row's value"),
        ),
    )


def _bclc_stage(record: ClinicalRecord) -> tuple[Problem, ...]:
    stated, found = record.bclc_confirmed, bclc.suggested(record)
    if stated is None or isinstance(found, NotComputed) or found.group == stated.value:
        return ()
    return (
        Problem(
            Severity.WARNING,
            "bclc_confirmed",
            Sentence.of(
                "the reader states BCLC {stated}, the rules suggest {suggested}: {grounds}",
                stated=stated.value,
                suggested=found.group,
                grounds=Sentence.listed(found.grounds),
            ),
            Sentence.of("check the stage and the findings; the reader's stage counts, and both are printed"),
        ),
    )


def _slide_classes(slide: SlideInput | None) -> tuple[Problem, ...]:
    if slide is None or slide.roi is None or not slide.roi.classes:
        return ()
    return (
        Problem(
            Severity.WARNING,
            "slide region",
            Sentence.of(
                "the slide's outlines carry classes, all of which were taken as tumour: {classes}",
                classes=", ".join(slide.roi.classes),
            ),
            Sentence.of("remove outlines that are not tumour, or mark their class as ignored"),
        ),
    )

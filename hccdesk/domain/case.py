"""A case as it is opened: what the board has of one patient, read and checked, before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import CtSeries, CtVolume
from hccdesk.domain.problem import Problem
from hccdesk.domain.provenance import InputFact, Override
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.roi import CtRoi, RoiMeasurements, SlideRoi
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import SlideFacts


@dataclass(frozen=True, slots=True)
class CtInput:
    """A series with its voxels, and its tumour region with its size where one was given.

    `problems`: what a reader should know of the choice, e.g. series in the same folder that were set aside.
    """

    series: CtSeries
    volume: CtVolume
    roi: CtRoi | None
    measurements: RoiMeasurements | None
    problems: tuple[Problem, ...] = ()
    other_readers: tuple[tuple[str, CtRoi], ...] = ()
    """(reader, region) of those whose regions are only compared: the score rests on `roi`."""


@dataclass(frozen=True, slots=True)
class SlideInput:
    """A slide, and its outlined tissue where it was given."""

    facts: SlideFacts
    roi: SlideRoi | None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything read of one patient; `overrides` are the stops that the user passed, with the reason.

    `ct_set_aside`: why a CT that was given is no input, where it can only be looked at.
    """

    regimen: Regimen
    clinical: ClinicalRecord
    ct: CtInput | None
    slide: SlideInput | None
    inputs: tuple[InputFact, ...]
    problems: tuple[Problem, ...]
    overrides: tuple[Override, ...] = ()
    ct_set_aside: Sentence | None = None

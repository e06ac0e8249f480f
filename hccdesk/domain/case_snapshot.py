"""An open case as it is kept between sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.kept_history import KeptStep
from hccdesk.domain.kept_views import KeptViews
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import Figure
from hccdesk.domain.roi_set import RoiSet


@dataclass(frozen=True, slots=True)
class CtSource:
    """Where the CT came from: the folder looked through, the series in it, and the mask file with its label."""

    root: Path
    series_instance_uid: str
    mask: Path | None = None
    mask_label: str | None = None


@dataclass(frozen=True, slots=True)
class SlideSource:
    """Where the slide came from, and the file with its outline.

    The size in level-0 pixels helps to tell whether a file is still the same slide; `stated_um_per_px` is the
    resolution that a reader told, None where it is the file's own.
    """

    path: Path
    outline: Path | None = None
    width_px: int | None = None
    height_px: int | None = None
    stated_um_per_px: float | None = None


@dataclass(frozen=True, slots=True)
class SeriesRegions:
    """What is drawn and measured on a series of the case that is not the one on the screen."""

    series_instance_uid: str
    rois: RoiSet


@dataclass(frozen=True, slots=True)
class CaseSnapshot:
    """Everything of an open case but its pixels, which are read again from where they came from.

    `patient` is who it is as far as form and images tell; `facts` are the sha256 of the files as they were read, so
    that a file that changed is noticed; `analysed` tells that there was a result of these very inputs.
    `result_number` is that of the result on the desk, also where it had fallen behind its inputs; None before it is in
    the library; `covered` tells that nobody saw a result of this case yet, as opinions come first. Masks of `history`
    are the very objects where several of its steps share them.
    """

    regimen: Regimen = Regimen.TACE_HAIC_PD1_TKI
    clinical: ClinicalRecord = field(default_factory=ClinicalRecord)
    patient: PatientIdentity = field(default_factory=PatientIdentity)
    ct: CtSource | None = None
    slide: SlideSource | None = None
    rois: RoiSet = field(default_factory=RoiSet)
    facts: tuple[InputFact, ...] = ()
    key_images: tuple[Figure, ...] = ()
    mismatch_reason: str | None = None
    analysed: bool = False
    other_regions: tuple[SeriesRegions, ...] = ()
    history: tuple[KeptStep, ...] = ()
    views: KeptViews = field(default_factory=KeptViews)
    result_number: int | None = None
    covered: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered or read yet."""
        return self.clinical == ClinicalRecord() and self.ct is None and self.slide is None


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One line of the case list. `case_id` is random and says nothing of the patient."""

    case_id: str
    saved_at: datetime
    patient_id: str | None
    name: str | None
    sex: Sex | None
    age_years: float | None
    regimen: Regimen
    series_instance_uid: str | None
    slide: Path | None
    analysed: bool


@dataclass(frozen=True, slots=True)
class CaseListing:
    """The cases there are, the one saved last in front, and what could not be read of them."""

    entries: tuple[CaseEntry, ...] = ()
    faults: tuple[HccdeskError, ...] = ()


def entry_of(case_id: str, snapshot: CaseSnapshot, saved_at: datetime) -> CaseEntry:
    """The line of the list for a case."""
    return CaseEntry(
        case_id,
        saved_at,
        snapshot.patient.patient_id,
        snapshot.patient.name,
        snapshot.patient.sex,
        snapshot.clinical.age_years,
        snapshot.regimen,
        snapshot.ct.series_instance_uid if snapshot.ct else None,
        snapshot.slide.path if snapshot.slide else None,
        snapshot.analysed,
    )

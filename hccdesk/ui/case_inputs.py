"""What an analysis is made from, and the CT that is looked at. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, field

from hccdesk.domain.case import CtInput, SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import CtSeries, CtVolume
from hccdesk.domain.kept_history import Subject, ct_subject
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.roi_set import RoiSet
from hccdesk.domain.sentence import Sentence


@dataclass(frozen=True, slots=True)
class CaseInputs:
    """What an analysis is made from, one immutable snapshot; the ROIs are those of `rois`, not of the inputs.

    `ct_set_aside` says why the CT on the screen is no input, where it can only be looked at.
    """

    regimen: Regimen = Regimen.TACE_HAIC_PD1_TKI
    clinical: ClinicalRecord = field(default_factory=ClinicalRecord)
    ct: CtInput | None = None
    slide: SlideInput | None = None
    rois: RoiSet = field(default_factory=RoiSet)
    facts: tuple[InputFact, ...] = ()
    mismatch_reason: str | None = None
    ct_set_aside: Sentence | None = None

    def same_to_models(self, other: CaseInputs) -> bool:
        """Whether an analysis of the other would be one of this; what only readers see makes no difference."""
        return (
            self.rois.same_to_models(other.rois)
            and self.clinical == other.clinical
            and (self.regimen, self.facts, self.mismatch_reason) == (other.regimen, other.facts, other.mismatch_reason)
            and self.ct is other.ct
            and self.slide is other.slide
            and self.ct_set_aside == other.ct_set_aside
        )


@dataclass(frozen=True, slots=True)
class ViewedCt:
    """The series on the screen; it may be one that no model may see."""

    series: CtSeries
    volume: CtVolume

    @property
    def subject(self) -> Subject:
        """What steps on its regions change."""
        return ct_subject(self.series.series_instance_uid, self.volume.geometry.shape)

    def is_of_one_study_with(self, other: ViewedCt | None) -> bool:
        """Whether the other is of the same study."""
        return other is not None and self.series.study_instance_uid == other.series.study_instance_uid


def is_same_volume(one: CtInput, other: CtInput) -> bool:
    """Whether both are the same files on the same lattice."""
    return (
        one.series.series_instance_uid == other.series.series_instance_uid
        and one.series.files == other.series.files
        and one.volume.geometry == other.volume.geometry
    )

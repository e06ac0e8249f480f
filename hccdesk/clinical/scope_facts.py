"""What is known of a case when a model's scope is judged."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import CtSeries
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.roi import RoiMeasurements
from hccdesk.domain.slide import SlideFacts


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """The clinical row, the planned regimen, and the images as far as they were given; None where not."""

    record: ClinicalRecord
    regimen: Regimen
    ct_series: CtSeries | None = None
    roi: RoiMeasurements | None = None
    slide: SlideFacts | None = None
    patches_kept: int | None = None

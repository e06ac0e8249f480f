"""What is known of a case when a model's scope is judged."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import CtSeries
from hccdesk.domain.feature_distance import FeatureDistance
from hccdesk.domain.problem import Problem
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.roi import RoiMeasurements
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import SlideFacts


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """The clinical row, the planned regimen, and the images as far as they were given; None where not.

    `tissue_outlined`: whether tumour tissue is outlined on the slide. `ct_set_aside`: why a CT that was given is no
    input. `mix_ups` are what the inputs say differently about who the patient is; `mix_up_passed`: the user gave a
    reason for going on. `distances` are the model's own, empty where its bundle cannot tell any, None before it ran.
    """

    record: ClinicalRecord
    regimen: Regimen
    ct_series: CtSeries | None = None
    roi: RoiMeasurements | None = None
    slide: SlideFacts | None = None
    patches_kept: int | None = None
    tissue_outlined: bool = False
    ct_set_aside: Sentence | None = None
    mix_ups: tuple[Problem, ...] = ()
    mix_up_passed: bool = False
    distances: tuple[FeatureDistance, ...] | None = None

"""What `train survival` is asked to make: the endpoint, the covariates, the question, and how it is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.regimen import Regimen

PRESET = "cox"


@dataclass(frozen=True, slots=True)
class SurvivalPlan:
    """One nomogram bundle.

    `covariates` are names of `domain.clinical_features.FEATURES`, numeric or yes/no fields of the clinical row,
    names of `domain.cohort.COVARIATES_GIVEN`, `image_feature_1` … and `response_probability`; `horizons` are months
    as written ("12"). `prior_deviation` draws the coefficients towards zero (`shrunken_cox`); None is plain Cox.
    """

    model_id: str
    endpoint: Endpoint
    covariates: tuple[str, ...]
    horizons: tuple[str, ...]
    question: str
    title: str = ""
    version: str = "1.0.0"
    regimen: Regimen | None = None
    prior_deviation: float | None = None
    resamples: int = 500
    """Of the bootstrap. The mean optimism is then known to about 0.005 (Dxy) and 0.02 (slope) with 100 patients."""
    folds: int = 10
    seed: int = 20261122
    intended_use: str = ""
    known_limits: tuple[str, ...] = ()
    applicability: Mapping[str, Any] = field(default_factory=dict)
    """Rules that go before what is observed in the table."""

    @property
    def heading(self) -> str:
        """The bundle's title."""
        return self.title or self.endpoint.label

    @property
    def penalty(self) -> float:
        """What the prior takes off the log-likelihood, per squared coefficient of a standardised covariate (halved)."""
        return 0.0 if self.prior_deviation is None else 1 / self.prior_deviation**2

"""What the statistics pages of both papers say of a cohort, as values: computed once, written as JSON and PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.not_computed import NotComputed
from hccdesk.domain.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of those whose value is known."""

    n: int
    of: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A number's distribution: mean and standard deviation, median and quartiles; `n` patients known."""

    n: int
    mean: float
    sd: float
    median: float
    lower_quartile: float
    upper_quartile: float


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """A test by its name ("Student's t", "Mann–Whitney", "Pearson's χ²", "Fisher's exact", "log-rank"), and its p.

    `statistic` is None where the test has none (Fisher).
    """

    __test__: ClassVar[bool] = False  # no test of pytest's, whatever its name

    test: str
    statistic: float | None
    degrees_of_freedom: float | None
    p: float


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """One line of the baseline table: `cells` by group in the description's order, then all patients.

    A categorical variable has one row a `level`; its test stands on the first. `normal` says which half of a
    `Spread` is to be printed (mean ± SD, or median and quartiles); the test follows it.
    """

    variable: str
    title: str
    unit: str
    level: str | None
    cells: tuple[Counted | Spread | NotComputed, ...]
    missing: int
    normal: bool | None
    test: TestOutcome | NotComputed | None


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """Tumour response of one group (empty name: all): counts by CR, PR, SD, PD; rates with Wilson's interval."""

    group: str
    counts: Mapping[str, int]
    n: int
    objective_response_rate: Estimate
    disease_control_rate: Estimate


@dataclass(frozen=True, slots=True)
class SurvivalGroup:
    """A Kaplan-Meier curve (or, for time to progression, Aalen–Johansen cumulative incidence) with its numbers at risk.

    `probability[i]` holds from `months[i]` on (before the first: 1, for an incidence 0), `low` and `high` are 95 %
    limits; `censored_months` are marked on the curve; `at_risk` belongs to `SurvivalDescription.at_risk_months`.
    """

    group: str
    patients: int
    events: int
    months: tuple[float, ...]
    probability: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    censored_months: tuple[float, ...]
    end_months: float
    median_months: Estimate | NotComputed
    at_horizons: Mapping[str, Estimate]
    at_risk: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SurvivalDescription:
    """One endpoint: curves of all groups (or of all patients), log-rank, and the hazard ratio against the first."""

    endpoint: Endpoint
    is_incidence: bool
    at_risk_months: tuple[float, ...]
    groups: tuple[SurvivalGroup, ...]
    log_rank: TestOutcome | NotComputed | None
    hazard_ratios: tuple[tuple[str, Estimate | NotComputed, float | None], ...]
    """(group, hazard ratio against the first group, p)."""


@dataclass(frozen=True, slots=True)
class RegressionRow:
    """One term: the ratio (odds or hazard) alone and together with the others; None where it was not entered."""

    term: str
    title: str
    univariate: Estimate | NotComputed
    univariate_p: float | None
    multivariate: Estimate | NotComputed | None
    multivariate_p: float | None


@dataclass(frozen=True, slots=True)
class Regression:
    """Univariate, then multivariate regression. `ratio` is "odds ratio" or "hazard ratio"."""

    outcome: str
    ratio: str
    patients: int
    events: int
    rows: tuple[RegressionRow, ...]
    cautions: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class CohortDescription:
    """Everything `hccdesk cohort describe` says; `groups` are the values of `by` in order (empty: not grouped)."""

    table: str
    sha256: str
    kind: CohortKind
    patients: int
    by: str | None
    groups: tuple[tuple[str, int], ...]
    baseline: tuple[BaselineRow, ...]
    response: tuple[ResponseRow, ...] | NotComputed
    response_test: TestOutcome | NotComputed | None
    survival: tuple[SurvivalDescription, ...]
    regressions: tuple[Regression | NotComputed, ...]
    notes: tuple[Sentence, ...]
    program_version: str

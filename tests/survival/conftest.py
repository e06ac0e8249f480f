"""A cohort made by formula, and R's answers for it.

R 4.2.2, survival 3.5-3, rms 6.5-0:

    i <- 1:60
    d <- data.frame(a = (i %% 3 == 0) * 1, b = ((i * 7) %% 11) / 2, c = (8 - (i * i) %% 17) / 10)
    d$event <- as.integer((i * 5) %% 7 != 0 & i %% 4 != 1)
    d$months <- pmax(1, ceiling(round(2 + ((i * 13) %% 29) - 3 * d$a - d$b / 2 - 2 * d$c, 9)))
    m <- coxph(Surv(months, event) ~ a + b + c, d, ties = "efron", control = coxph.control(eps = 1e-11, iter.max = 50))

39 events at 24 times, 11 of which hold two to four of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from hccdesk.domain.manifest import CohortKind, ModelBundle, ModelKind, ModelManifest
from hccdesk.survival import cox
from hccdesk.survival.nomogram_bundle import VariableAxis, build, clinical_feature_axis


@dataclass(frozen=True)
class Cohort:
    names: tuple[str, ...]
    covariates: NDArray[np.float64]
    months: NDArray[np.float64]
    event: NDArray[np.int64]

    def fit(self) -> cox.CoxFit:
        return cox.fit(self.covariates, self.names, self.months, self.event)


def formula_cohort() -> Cohort:
    i = np.arange(1, 61)
    a, b, c = (i % 3 == 0) * 1.0, (i * 7 % 11) / 2, (8 - i * i % 17) / 10
    event = ((i * 5 % 7 != 0) & (i % 4 != 1)).astype(int)
    # Rounded first, so that both languages meet the same integers.
    months = np.maximum(1, np.ceil(np.round(2 + i * 13 % 29 - 3 * a - b / 2 - 2 * c, 9)))
    return Cohort(("a", "b", "c"), np.column_stack([a, b, c]), months, event)


@pytest.fixture(scope="session")
def cohort() -> Cohort:
    return formula_cohort()


@pytest.fixture(scope="session")
def fitted(cohort: Cohort) -> cox.CoxFit:
    return cohort.fit()


def formula_axes() -> tuple[VariableAxis, ...]:
    """The covariates of the formula cohort under names that a patient's row knows, on R's axis limits."""
    return (
        clinical_feature_axis("vp4"),
        VariableAxis(
            "inr", "INR", "", "clinical_field", (0.0, 5.0), tuple((step / 2, f"{step / 2:g}") for step in range(11))
        ),
        VariableAxis(
            "image_feature_1", "Image feature 1", "", "image_feature", (-0.8, 0.8),
            tuple((value, f"{value:g}") for value in (-0.8, -0.7, -0.5, -0.1, 0.0, 0.4, 0.6, 0.7, 0.8)),
        ),
    )  # fmt: skip


QUESTION = "Progression-free survival by formula"


@pytest.fixture(scope="session")
def axes() -> tuple[VariableAxis, ...]:
    return formula_axes()


@pytest.fixture(scope="session")
def nomogram_json(fitted: cox.CoxFit, axes: tuple[VariableAxis, ...]) -> bytes:
    return build(replace(fitted, names=tuple(axis.name for axis in axes)), axes, QUESTION, ("6", "12", "18"))


@pytest.fixture
def as_bundle() -> Callable[[bytes], ModelBundle]:
    return bundle_of


def bundle_of(content: bytes) -> ModelBundle:
    """A bundle as the store hands it over, around a `nomogram.json`."""
    manifest = ModelManifest(
        model_id="pfs-formula",
        version="1",
        kind=ModelKind.SURVIVAL_NOMOGRAM,
        title="Formula",
        intended_use="tests",
        cohort_kind=CohortKind.PHANTOM,
        cohort="made by formula",
        regimen=None,
        weights="nomogram.json",
        files={"nomogram.json": "0" * 64},
        backbone=None,
        ct_input=None,
        slide_input=None,
        outputs=(),
        direction="",
        threshold=None,
        performance=(),
        applicability={},
        known_limits=(),
        licence="Apache-2.0",
    )
    return ModelBundle(manifest, {"nomogram.json": content})

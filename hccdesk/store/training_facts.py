"""What a bundle's `training.json` says that a validation needs; everything else in it is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.sentence import Sentence

FILE_NAME = "training.json"


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True, allow_inf_nan=False)


class LogisticFacts(_Lenient):
    """A logistic model of objective response over clinical features."""

    names: tuple[str, ...] = Field(strict=False, min_length=1)
    intercept: float
    coefficients: tuple[float, ...] = Field(strict=False)
    covariance: tuple[tuple[float, ...], ...] = Field(default=(), strict=False)
    """The intercept first; empty where it was not kept."""
    threshold: float | None = Field(default=None, gt=0, lt=1)
    patients: int | None = None

    @model_validator(mode="after")
    def _features_are_known(self) -> Self:
        if not set(self.names) <= set(FEATURES):
            raise ValueError("it names features that this program does not know")
        _one_each(self.names, self.coefficients)
        size = len(self.names) + 1
        if self.covariance and [len(row) for row in self.covariance] != [size] * size:
            raise ValueError("its covariance does not belong to its coefficients")
        return self


class RivalFacts(_Lenient):
    """Another survival model of the same training: a linear predictor over covariates by name."""

    name: str
    names: tuple[str, ...] = Field(strict=False, min_length=1)
    coefficients: tuple[float, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _one_coefficient_each(self) -> Self:
        _one_each(self.names, self.coefficients)
        return self


class OptimismFacts(_Lenient):
    """Bootstrap optimism of the fit: measures apparent and corrected, by name."""

    resamples: int
    apparent: dict[str, float]
    corrected: dict[str, float]


def _one_each(names: Sequence[str], coefficients: Sequence[float]) -> None:
    if len(names) != len(coefficients) or len(set(names)) != len(names):
        raise ValueError("it does not have one coefficient a name")


class TrainingFacts(_Lenient):
    """Absent parts are None or empty: the bundle was made without them."""

    preset: str = ""
    seed: int | None = None
    patients: int | None = None
    cohort_title: str = ""
    cohort_sha256: str | None = None
    patient_digests: frozenset[str] = Field(default=frozenset(), strict=False)
    recalibration_digests: frozenset[str] = Field(default=frozenset(), strict=False)
    """Patients whom a finished model was recalibrated on."""
    clinical_logistic: LogisticFacts | None = None
    optimism: OptimismFacts | None = None
    rivals: tuple[RivalFacts, ...] = Field(default=(), strict=False)
    risk_cuts: tuple[float, ...] | None = Field(default=None, strict=False, min_length=1, max_length=2)


def training_facts(bundle: ModelBundle) -> TrainingFacts:
    """The facts in the bundle's `training.json`, or in its `measured`; none where the bundle has no such file.

    Refused (`ModelBundleError`): a file that is no JSON object, or a fact of the wrong type.
    """
    content = bundle.content.get(FILE_NAME)
    if content is None:
        return TrainingFacts()
    try:
        return TrainingFacts.model_validate_json(content) if b'"measured"' not in content else _with_measured(content)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise ModelBundleError(
            Sentence.of(
                "The training record of {model_id} cannot be used: {place}: {reason}.",
                model_id=bundle.manifest.model_id,
                place=".".join(map(str, fault["loc"])) or FILE_NAME,
                reason=fault["msg"],
            ),
            what_to_do="Install the bundle again from its source.",
        ) from None


class _Measured(_Lenient):
    measured: dict[str, Any] = Field(default_factory=dict)


def _with_measured(content: bytes) -> TrainingFacts:
    measured = _Measured.model_validate_json(content).measured
    known = {name: value for name, value in measured.items() if name in TrainingFacts.model_fields}
    whole = TrainingFacts.model_validate_json(content)
    found = TrainingFacts.model_validate(known, strict=False)
    return whole.model_copy(update={name: getattr(found, name) for name in known})

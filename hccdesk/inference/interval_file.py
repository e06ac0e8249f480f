"""`interval.json`: what a response bundle knows of how sure its probability is, beside the networks of `ensemble.onnx`.

Only numbers about the training patients together: nobody's own.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.sentence import Sentence

INTERVAL_FILE = "interval.json"
ENSEMBLE_FILE = "ensemble.onnx"
ENSEMBLE_OUTPUT = "probability"
"""(slice, network): of objective response."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class LeftOutCalibration(_Strict):
    """Logistic regression of the response on the network's log-odds, of `patients` whom it was not trained on.

    `covariance` is ((intercept, both), (both, slope)).
    """

    intercept: float
    slope: float = Field(gt=0)
    covariance: tuple[tuple[float, float], tuple[float, float]] = Field(strict=False)
    patients: int = Field(gt=0)
    is_recalibration: bool = False
    """Whether these are the patients whom a finished model was recalibrated on."""

    @model_validator(mode="after")
    def _covariance_is_one(self) -> Self:
        (a, b), (c, d) = self.covariance
        if a < 0 or d < 0 or abs(b - c) > 1e-9 or a * d - b * c < -1e-9:
            raise ValueError("the covariance is not that of an estimate")
        return self

    def log_odds(self, network: float) -> tuple[float, float]:
        """What the network's log-odds mean among such patients, and the variance of that."""
        (a, b), (_, d) = self.covariance
        return self.intercept + self.slope * network, max(a + 2 * b * network + d * network * network, 0.0)


class OwnProbabilities(_Strict):
    """Of synthetic patients alone, whose true probability is known: how far it lies from the network's.

    `log_odds_reach`: 95 % of the `patients`, none of them trained on, lie no further off.
    """

    log_odds_reach: float = Field(gt=0)
    patients: int = Field(gt=0)


class IntervalFacts(_Strict):
    """The file: how many networks `ensemble.onnx` holds, their patients resampled, and how well they are calibrated."""

    format: Literal["hccdesk-response-interval"] = "hccdesk-response-interval"
    version: Literal[1] = 1
    members: int = Field(ge=2, le=1000)
    calibration: LeftOutCalibration
    own: OwnProbabilities | None = None

    def as_bytes(self) -> bytes:
        """The file's content."""
        return (self.model_dump_json(indent=1) + "\n").encode()


def interval_facts(bundle: ModelBundle) -> IntervalFacts | None:
    """What the bundle's file says; None where it has no such file, as older ones.

    Raises `ModelBundleError` for a file that is none, and for one without its networks.
    """
    content = bundle.content.get(INTERVAL_FILE)
    if content is None:
        return None
    try:
        facts = IntervalFacts.model_validate_json(content)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise _refused(bundle, f"{'.'.join(map(str, fault['loc'])) or INTERVAL_FILE}: {fault['msg']}") from None
    if ENSEMBLE_FILE not in bundle.content:
        raise _refused(bundle, f"{ENSEMBLE_FILE} is missing")
    return facts


def _refused(bundle: ModelBundle, why: str) -> ModelBundleError:
    return ModelBundleError(
        Sentence.of(
            "The interval of the model {model} cannot be used: {why}.", model=bundle.manifest.model_id, why=why
        ),
        what_to_do="Install the bundle again from its source.",
    )

"""On whom a survival model was fitted, and what became of them: printed beside what it says of one patient."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import ModelBundle, ModelManifest
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.survival import SurvivalCohort, SurvivalCurve
from hccdesk.survival.nomogram_json import NomogramBundle

CURVE_FILE = "cohort_curve.json"
C_INDEX = "C-index"
CORRECTED = f"{C_INDEX}, corrected for optimism"
"""The measure of a manifest's performance that is printed as the model's C-index."""


def cohort_of(manifest: ModelManifest, nomogram: NomogramBundle) -> SurvivalCohort:
    """Patients, events and follow-up of the fit, with the C-index corrected for optimism where one was measured."""
    measured = next((row for row in manifest.performance if row.metric == CORRECTED), None)
    whom = nomogram.cohort
    return SurvivalCohort(
        name=manifest.cohort,
        patients=whom.patients,
        events=whom.events,
        median_follow_up_months=whom.median_follow_up_months,
        c_index=Estimate(measured.value, *(measured.interval or (None, None))) if measured else None,
        how=measured.metric.removeprefix(f"{C_INDEX}, ") if measured else "",
    )


def cohort_curve(bundle: ModelBundle) -> SurvivalCurve | None:
    """The training cohort's own Kaplan-Meier curve; None where the bundle has none, or has an incidence.

    Raises `ModelBundleError` for a file that is no curve.
    """
    content = bundle.content.get(CURVE_FILE)
    if content is None or Endpoint.of_outputs(bundle.manifest.outputs) is Endpoint.TTP:
        return None
    try:
        held = _Curve.model_validate_json(content)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise ModelBundleError(
            Sentence.of(
                "The curve of the training cohort cannot be used: {place}: {reason}.",
                place=".".join(map(str, fault["loc"])) or CURVE_FILE,
                reason=fault["msg"],
            ),
            where=bundle.manifest.model_id,
            what_to_do="Install the bundle again from its source.",
        ) from None
    return SurvivalCurve(held.months, held.probability, held.end_months, held.low, held.high)


class _Curve(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True, allow_inf_nan=False)

    months: tuple[float, ...] = Field(strict=False)
    probability: tuple[float, ...] = Field(strict=False)
    low: tuple[float, ...] = Field(strict=False)
    high: tuple[float, ...] = Field(strict=False)
    end_months: float

    @model_validator(mode="after")
    def _is_a_survival_curve(self) -> _Curve:
        columns = (self.probability, self.low, self.high)
        if any(len(column) != len(self.months) for column in columns):
            raise ValueError("its columns differ in length")
        if any(b <= a for a, b in zip(self.months, self.months[1:], strict=False)):
            raise ValueError("its times do not go up")
        if any(b > a for a, b in zip(self.probability, self.probability[1:], strict=False)):
            raise ValueError("its probability goes up")
        if not all(0 <= value <= 1 for column in columns for value in column):
            raise ValueError("it holds what is no probability")
        return self

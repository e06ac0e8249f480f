"""validation.json of a survival bundle: how the model did on the patients it had not seen."""

from __future__ import annotations

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.sentence import Sentence
from hccdesk.store.validation_file import validation_bytes
from hccdesk.training.survival_fit import FittedSurvival
from hccdesk.training.survival_models import Unseen
from hccdesk.training.survival_plan import SurvivalPlan
from hccdesk.workflow.survival_validation import SurvivalScores
from hccdesk.workflow.validation_report import CROSS_VALIDATED, HELD_OUT, Subject, survival_report


def survival_validation_file(
    plan: SurvivalPlan, table: CohortTable, manifest: ModelManifest, fitted: FittedSurvival, unseen: Unseen
) -> bytes:
    """The report; `table` is the one the unseen patients are of."""
    data = unseen.data
    subject = Subject(
        manifest=manifest,
        manifest_sha256="",
        cohort=table.title,
        cohort_sha256=table.sha256,
        cohort_kind=table.kind,
        how=HELD_OUT if unseen.is_held_out else CROSS_VALIDATED,
        patients_in_table=len(table.patients),
        not_scored=tuple((Sentence.of("{what} is unknown", what=what), count) for what, count in data.left_out.items()),
    )
    scores = SurvivalScores(
        endpoint=plan.endpoint,
        patients=data.patients,
        linear_predictor=unseen.whole_risk,
        step_months=unseen.step_months,
        cumulative_hazard=unseen.cumulative_hazard,
        end_months=fitted.fit.end_months,
        horizons=plan.horizons,
        rivals=unseen.rivals,
    )
    return validation_bytes(survival_report(subject, scores, fitted.optimism.optimism))

"""The manifest of a survival bundle."""

from __future__ import annotations

from dataclasses import replace

from hccdesk.domain.cohort import CohortTable, Endpoint
from hccdesk.domain.manifest import ModelBundle, ModelManifest, Performance
from hccdesk.training.cards import rounded_down
from hccdesk.training.manifests import made_from, nomogram_manifest
from hccdesk.training.survival_card import performance_rows
from hccdesk.training.survival_data import SurvivalData
from hccdesk.training.survival_fit import FittedSurvival
from hccdesk.training.survival_models import ONLY, Unseen
from hccdesk.training.survival_plan import PRESET, SurvivalPlan
from hccdesk.training.survival_scope import scope_of, weaknesses

PROBABILITY_OF = {
    Endpoint.PFS: "living without progression",
    Endpoint.OS: "being alive",
    Endpoint.TTP: "being free of progression (deaths before it count as censored)",
}


def survival_manifest(
    plan: SurvivalPlan,
    table: CohortTable,
    data: SurvivalData,
    *,
    fitted: FittedSurvival,
    unseen: Unseen,
    head: ModelBundle | None,
    validation: str | None,
) -> ModelManifest:
    """Everything it says of itself; `offered` follows from its own check."""
    made = made_from(table, plan.model_id, PRESET, len(data.patients))
    months = ", ".join(plan.horizons[:-1]) + (" and " if plan.horizons[:-1] else "") + plan.horizons[-1]
    manifest = nomogram_manifest(
        made=replace(made, version=plan.version, validation=validation),
        title=plan.heading,
        regimen=plan.regimen,
        outputs=(plan.endpoint.output,),
        direction=f"Probability of {PROBABILITY_OF[plan.endpoint]} at {months} months: higher is better.",
        performance=_performance(data, fitted, unseen),
        applicability=scope_of(plan, data.patients, head.manifest.applicability if head else {}),
        head=head.reference if head else None,
        survival_check=fitted.check,
        offered=fitted.check.passed,
        known_limits=(
            *plan.known_limits,
            *(caution.text for caution in fitted.cautions),
            *(table.notes or weaknesses(data.patients)),
        ),
    )
    return replace(manifest, intended_use=plan.intended_use or manifest.intended_use)


def c_index_of(model: str) -> str:
    """What the C-index of one of the models beside one another is called; of an only one, just that."""
    return "C-index" if model == ONLY else f"C-index, {model}"


def _performance(data: SurvivalData, fitted: FittedSurvival, unseen: Unseen) -> tuple[Performance, ...]:
    n, c = len(data.patients), fitted.optimism.c_index
    on = f"{n} training patients, {fitted.check.resamples} bootstrap resamples"
    own = Performance("C-index, corrected for optimism", _down(c.value), _limits(c.low, c.high), on, n, "patient")
    seen = len(unseen.data.patients)
    others = (
        Performance(c_index_of(model), _down(c.value), _limits(c.low, c.high), unseen.how, seen, "patient")
        for model, c in performance_rows(unseen)
    )
    return (own, *others)


def _down(value: float) -> float:
    return rounded_down(value)


def _limits(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (_down(low), _down(high))

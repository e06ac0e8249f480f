"""The two nomograms of published cohorts, ready to be made again: `train survival TABLE --preset NAME`."""

from __future__ import annotations

from hccdesk.domain.cohort import Endpoint
from hccdesk.training.survival_plan import SurvivalPlan

_ANOTHER_QUESTION = (
    "It answers another question than the models of the two papers: other treatments, and no image of the patient is "
    "looked at."
)

PRESETS: dict[str, SurvivalPlan] = {
    plan.model_id: plan
    for plan in (
        SurvivalPlan(
            model_id="os-nomogram-sysucc",
            endpoint=Endpoint.OS,
            covariates=(
                "afp_ge_400_ng_per_ml",
                "diameter_gt_100_mm",
                "vascular_invasion",
                "lymph_node_metastasis",
                "child_pugh_points",
            ),
            horizons=("12", "18", "24"),
            question="Overall survival from the first visit with intermediate-stage hepatocellular carcinoma, other "
            "treatments than the two regimens here",
            title="Overall survival in intermediate-stage hepatocellular carcinoma, public cohort SYSUCC",
            intended_use="Background for a tumour board: overall survival by five clinical findings in a large public "
            "cohort. It does not tell progression-free survival and says nothing of HAIC, TKI or PD-1 inhibitors.",
            known_limits=(
                "Overall survival, not progression-free survival.",
                _ANOTHER_QUESTION,
                "Time counts from the first visit in the table, not from the start of a treatment.",
            ),
        ),
        SurvivalPlan(
            model_id="ttp-nomogram-hcc-tace-seg",
            endpoint=Endpoint.TTP,
            covariates=("afp_ge_400_ng_per_ml", "portal_vein_invasion", "multinodular", "child_pugh_b_or_c"),
            horizons=("6", "12", "18"),
            question="Time to progression after TACE alone, other treatment than the two regimens here",
            title="Time to progression after TACE, public cohort HCC-TACE-Seg",
            intended_use="The worked example of a model that must not be used: it shows that the program refuses it.",
            known_limits=("Time to progression, not progression-free survival.", _ANOTHER_QUESTION),
        ),
    )
}

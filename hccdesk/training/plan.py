"""What the demonstration bundles are made of: who is in which cohort, and with which settings they are trained."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.regimen import Regimen
from hccdesk.training import ct_settings, haim_settings
from hccdesk.training.backbone_settings import BackboneSettings
from hccdesk.training.ct_settings import CtHeadSettings
from hccdesk.training.features import REDUCED
from hccdesk.training.haim_settings import HaimSettings
from hccdesk.training.scope import YIN_2024
from hccdesk.training.shrunken_cox import PRIOR_DEVIATION
from hccdesk.training.survival_plan import SurvivalPlan

CT_HEAD, HAIM = "ct-response-demo", "haim-demo"
NOMOGRAM, CLINICAL_NOMOGRAM = "pfs-nomogram-demo", "pfs-clinical-demo"


@dataclass(frozen=True, slots=True)
class PhantomTable:
    """A cohort of phantoms: other seeds, other patients."""

    name: str
    seed: int
    patients: int
    external: bool = False


PFS_NOMOGRAM = SurvivalPlan(
    model_id=NOMOGRAM,
    endpoint=Endpoint.PFS,
    covariates=(*FEATURES, *(f"image_feature_{n + 1}" for n in range(6)), "response_probability"),
    horizons=("12", "18", "24"),
    question="Progression-free survival after TACE-HAIC with a PD-1 inhibitor and a TKI",
    title="Progression-free survival after TACE-HAIC with PD-1 inhibitor and TKI",
    regimen=Regimen.TACE_HAIC_PD1_TKI,
    # The probability is nearly a function of the other covariates, which it is computed from.
    prior_deviation=PRIOR_DEVIATION,
    intended_use="Shows how a survival nomogram works in this program, on synthetic patients.",
    known_limits=("Months follow an invented hazard solved to give the paper's survival at its horizons.",),
)

PFS_CLINICAL = replace(
    PFS_NOMOGRAM,
    model_id=CLINICAL_NOMOGRAM,
    covariates=tuple(FEATURES),
    title="Progression-free survival by clinical features alone, after TACE-HAIC with PD-1 inhibitor and TKI",
    intended_use="Stands beside the nomogram with image features: the same question and the same synthetic patients, "
    "without their CT. It shows what the images add, and speaks where there is no CT yet.",
    applicability=YIN_2024,
)
"""The paper's own comparator (its C-index: 0.655 clinical, 0.75 combined), with the same prior."""


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """Everything that `hccdesk train demo-bundles` needs to make the demonstration again; other seeds, other models.

    `training` is split by patient within each training; `held_out` and `external` are only ever measured on. The
    backbone has phantoms of its own.
    """

    training: PhantomTable = PhantomTable("training", 9102, 300)
    held_out: PhantomTable = PhantomTable("held-out", 9103, 200)
    external: PhantomTable = PhantomTable("external", 9104, 80, external=True)
    backbone: BackboneSettings = field(default_factory=BackboneSettings)
    ct: CtHeadSettings = ct_settings.QUICK
    haim: HaimSettings = haim_settings.QUICK
    haim_steps: int | None = None
    survival: SurvivalPlan = PFS_NOMOGRAM
    clinical_survival: SurvivalPlan = PFS_CLINICAL
    precision: str = REDUCED
    """Of the features: bfloat16 halves the time of what takes longest."""

    @property
    def tables(self) -> tuple[PhantomTable, ...]:
        """All cohorts on disk."""
        return (self.training, self.held_out, self.external)

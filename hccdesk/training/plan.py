"""Who is in which cohort of the demonstration, and how long we train: seeds apart, so that nobody is in two."""

from __future__ import annotations

from dataclasses import dataclass, field

from hccdesk.phantom.cohort import sample_cohort
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.training import ct_response, haim
from hccdesk.training.backbone import BackboneSettings


@dataclass(frozen=True, slots=True)
class Group:
    """Phantom patients of one seed."""

    seed: int
    patients: int

    def draw(self) -> tuple[PhantomPatient, ...]:
        """The patients."""
        return sample_cohort(self.patients, self.seed)


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """Everything `hccdesk train demo-bundles` needs to make models/ again; other seeds, other models."""

    backbone: BackboneSettings = field(default_factory=BackboneSettings)
    ct: ct_response.CtHeadSettings = ct_response.QUICK
    haim: haim.HaimSettings = haim.QUICK
    backbone_group: Group = Group(9001, 200)
    ct_training: Group = Group(9002, 400)
    nomogram_training: Group = Group(9003, 160)
    held_out_ct: Group = Group(9004, 100)
    haim_training: Group = Group(9005, 120)
    held_out_haim: Group = Group(9006, 60)
    slices_per_patient: int = 4
    patches_per_patient: int = 10
    geometry_patients: int = 40

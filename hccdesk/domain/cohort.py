"""A site's patients as a cohort: what is known of each, where the images lie, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path

from hccdesk.domain.clinical_record import ClinicalRecord, RadiologicalResponse
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.problem import Problem


class Endpoint(StrEnum):
    """What time is counted to; the value is the prefix of the table's two columns (`pfs_months`, `pfs_event`)."""

    PFS = "pfs"
    """Progression or death, whichever is first."""
    OS = "os"
    """Death of any cause."""
    TTP = "ttp"
    """Progression; death before it is a competing event."""

    @property
    def label(self) -> str:
        """The endpoint as headings write it, in English."""
        return {
            "pfs": "Progression-free survival",
            "os": "Overall survival",
            "ttp": "Time to progression",
        }[self.value]

    @property
    def output(self) -> str:
        """What a model of it names as its output."""
        return {
            "pfs": "progression_free_survival",
            "os": "overall_survival",
            "ttp": "freedom_from_progression",
        }[self.value]

    @classmethod
    def of_outputs(cls, outputs: Sequence[str]) -> Endpoint:
        """The endpoint of a survival model by its manifest's `outputs`; progression-free survival if they name none."""
        return next((endpoint for endpoint in cls if endpoint.output in outputs), cls.PFS)


class Ending(IntEnum):
    """How a patient's follow-up ended, as the `_event` column writes it."""

    CENSORED = 0
    EVENT = 1
    COMPETING = 2
    """Only for time to progression: died without progression."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Months from the start of treatment to the ending."""

    months: float
    ending: Ending


@dataclass(frozen=True, slots=True)
class CohortPatient:
    """One row of a cohort table.

    `given` holds covariates that the table states directly because it lacks what they would be derived from
    (see `COVARIATES_GIVEN`); `labels` the free columns as text, by the column's name (`centre`, `arm`, `label_smoker`).
    `true_response_probability` is known of phantoms only.
    """

    patient_id: str
    record: ClinicalRecord
    ct: Path | None = None
    ct_series: str | None = None
    ct_roi: Path | None = None
    ct_roi_label: str | None = None
    slide: Path | None = None
    slide_roi: Path | None = None
    mrecist: RadiologicalResponse | None = None
    follow_up: Mapping[Endpoint, FollowUp] = field(default_factory=dict)
    given: Mapping[str, float] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    true_response_probability: float | None = None

    @property
    def responded(self) -> bool | None:
        """Objective response (CR or PR by mRECIST); None where the response is unknown."""
        return None if self.mrecist is None else self.mrecist in RESPONDERS


RESPONDERS = (RadiologicalResponse.CR, RadiologicalResponse.PR)

COVARIATES_GIVEN: Mapping[str, str] = {
    "vascular_invasion": "Vascular invasion (portal vein Vp1–4, hepatic vein or inferior vena cava)",
    "child_pugh_points": "Child-Pugh points, 5 to 15",
    "portal_vein_invasion": "Portal vein invasion (Vp1–4)",
    "multinodular": "More than one tumour",
    "child_pugh_b_or_c": "Child-Pugh class B or C",
}
"""Covariates that follow from the clinical row, and that a table may state instead; with their titles."""

_LIVER = ("bilirubin_umol_per_l", "albumin_g_per_l", "inr", "ascites", "encephalopathy_grade")

DERIVED_FROM: Mapping[str, tuple[str, ...]] = {
    "vascular_invasion": ("vp", "hepatic_vein_invasion", "inferior_vena_cava_invasion"),
    "child_pugh_points": _LIVER,
    "portal_vein_invasion": ("vp",),
    "multinodular": ("tumour_count",),
    "child_pugh_b_or_c": _LIVER,
}
"""The fields of the clinical row that each of `COVARIATES_GIVEN` follows from."""


@dataclass(frozen=True, slots=True)
class CohortTable:
    """A cohort table as read: `sha256` of the file, its kind, its patients in the table's order, what to know of it.

    `title`, `citation`, `licence` and `notes` come from the `cohort.json` beside the table; empty without one.
    """

    path: Path
    sha256: str
    kind: CohortKind
    patients: tuple[CohortPatient, ...]
    problems: tuple[Problem, ...] = ()
    title: str = ""
    citation: str = ""
    licence: str = ""
    notes: tuple[str, ...] = ()
    """Known weaknesses of the data, as its `cohort.json` lists them."""

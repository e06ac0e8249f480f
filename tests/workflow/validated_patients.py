"""Patients by seed for tests of validation: five clinical features that drive response and progression alike."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np

from hccdesk.domain.clinical_record import Ascites, ClinicalRecord, PortalVeinInvasion, RadiologicalResponse
from hccdesk.domain.cohort import CohortPatient, Ending, Endpoint, FollowUp
from hccdesk.domain.manifest import CohortKind, ModelKind, ModelManifest, Threshold
from hccdesk.domain.patient import Sex
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.validation_report import EXTERNAL, Subject

EFFECTS = np.array([0.8, 0.6, 0.7, -0.7, 0.5])
NAMES = ("afp_ge_400_ng_per_ml", "vp4", "diameter_gt_100_mm", "encapsulated", "diffuse")


def patients_by_seed(n: int, seed: int = 1) -> tuple[CohortPatient, ...]:
    rng = np.random.default_rng(seed)
    return tuple(_patient(number, rng) for number in range(n))


def risk_of(patient: CohortPatient) -> float:
    r = patient.record
    vp4, large = r.vp is PortalVeinInvasion.VP4, r.largest_tumour_diameter_mm > 100
    features = (r.afp_ng_per_ml >= 400, vp4, large, r.encapsulated, r.diffuse)
    return float(np.array(features, dtype=float) @ EFFECTS)


def _patient(number: int, rng: np.random.Generator) -> CohortPatient:
    yes = rng.random(5) < 0.4
    risk = float(yes @ EFFECTS)
    time, follow_up = rng.exponential(24 / np.exp(risk)), rng.uniform(6, 48)
    probability = 1 / (1 + np.exp(2 * risk - 1.5))
    record = ClinicalRecord(
        age_years=float(rng.integers(35, 80)),
        sex=Sex.MALE if rng.random() < 0.7 else Sex.FEMALE,
        ecog=int(rng.integers(0, 2)),
        afp_ng_per_ml=900.0 if yes[0] else 20.0,
        vp=PortalVeinInvasion.VP4 if yes[1] else PortalVeinInvasion.NONE,
        largest_tumour_diameter_mm=130.0 if yes[2] else 70.0,
        encapsulated=bool(yes[3]),
        diffuse=bool(yes[4]),
        tumour_count=4,
        hepatic_vein_invasion=False,
        inferior_vena_cava_invasion=False,
        lymph_node_metastasis=False,
        extrahepatic_metastasis=False,
        bilirubin_umol_per_l=12.0,
        albumin_g_per_l=41.0,
        inr=1.0,
        ascites=Ascites.NONE,
        encephalopathy_grade=0,
    )
    return CohortPatient(
        patient_id=f"V-{number:04d}",
        record=record,
        mrecist=RadiologicalResponse.PR if rng.random() < probability else RadiologicalResponse.SD,
        follow_up={
            Endpoint.PFS: FollowUp(
                round(min(time, follow_up), 4) + 0.0001, Ending.EVENT if time <= follow_up else Ending.CENSORED
            )
        },
        labels={"centre": "north" if number % 3 else "south"},
        true_response_probability=float(probability),
    )


def subject(kind: ModelKind, **changes) -> Subject:
    made = Subject(a_manifest(kind), "a" * 64, "a test cohort", "b" * 64, CohortKind.PHANTOM, EXTERNAL, 130)
    return replace(made, not_scored=((Sentence.of("no CT was given"), 10),), **changes)


def a_manifest(kind: ModelKind, **changes) -> ModelManifest:
    survival = kind is ModelKind.SURVIVAL_NOMOGRAM
    weights = "nomogram.json" if survival else "m.onnx"
    made = ModelManifest(
        model_id="a-model",
        version="1.2.3",
        kind=kind,
        title="A model",
        intended_use="Tests.",
        cohort_kind=CohortKind.PHANTOM,
        cohort="made by formula",
        regimen=Regimen.TACE_HAIC_PD1_TKI,
        weights=weights,
        files={weights: "0" * 64},
        backbone=None,
        ct_input=None,
        slide_input=None,
        outputs=("progression_free_survival",) if survival else ("probability",),
        direction="Higher is better.",
        threshold=None if survival else Threshold(0.4, "Youden's index in training"),
        performance=(),
        applicability={},
        known_limits=(),
        licence="Apache-2.0",
    )
    return replace(made, **changes)


def write_table(patients: tuple[CohortPatient, ...], path: Path) -> Path:
    """The patients as a cohort table of phantoms."""
    fields = (
        "age_years",
        "sex",
        "ecog",
        "afp_ng_per_ml",
        "vp",
        "largest_tumour_diameter_mm",
        "encapsulated",
        "diffuse",
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["patient_id", *fields, "mrecist", "pfs_months", "pfs_event"])
        for patient in patients:
            follow = patient.follow_up.get(Endpoint.PFS)
            values = (getattr(patient.record, name) for name in fields)
            times = ("", "") if follow is None else (follow.months, int(follow.ending))
            out.writerow([patient.patient_id, *map(_cell, values), _cell(patient.mrecist), *times])
    (path.parent / "cohort.json").write_text('{"kind": "phantom", "title": "Patients by seed"}', encoding="utf-8")
    return path


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(getattr(value, "value", value))

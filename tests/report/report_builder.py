"""Hand-made results for the report's tests: one full patient, and the ways in which results differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

import numpy as np

from hccdesk import resources
from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult
from hccdesk.domain.board_opinion import (
    BoardDecision,
    BoardEntry,
    BoardOpinion,
    BoardRecord,
    Expectation,
    OpinionTime,
    SignOff,
    WithModels,
)
from hccdesk.domain.clinical_record import Ascites, ClinicalRecord, Hepatitis, PortalVeinInvasion, PriorTreatment
from hccdesk.domain.ct import (
    ContrastPhase,
    CtAcquisition,
    CtSeries,
    CtVolume,
    Suitability,
    Verdict,
)
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.leaning import ScoreInterval
from hccdesk.domain.manifest import BackboneReference, CohortKind, ModelKind, ModelManifest, Performance, Threshold
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.provenance import InputFact, ModelFact, Provenance, RuntimeFacts
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import (
    CaseResult,
    ClinicalResponseFinding,
    CtResponseFinding,
    HaimFinding,
    NotComputed,
    ScoreFinding,
    SurvivalFinding,
)
from hccdesk.domain.roi import CtRoi, Polygon, RoiMeasurements, SlideRoi
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import PatchPicture, SlideExplanation, SlideFacts
from hccdesk.domain.survival import (
    NomogramAxis,
    NomogramLayout,
    NomogramTick,
    SurvivalAxis,
    SurvivalCohort,
    SurvivalCurve,
)
from hccdesk.domain.validation import ValidationReport
from hccdesk.report.figures import ct_figures, slide_figure
from hccdesk.store.validation_file import read_validation

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def a_result(**changes: Any) -> CaseResult:
    """A full result: CT and slide computed, one nomogram, TACE-HAIC planned, all models demonstrations."""
    return replace(_full(), **changes)


def nothing_computed() -> CaseResult:
    """A result of an empty case: every finding says why it is not there."""
    none = NotComputed(Sentence.of("no clinical row was given"))
    return a_result(
        clinical=ClinicalRecord(),
        ct_series=None,
        ct_roi=None,
        slide=None,
        ct_response=NotComputed(Sentence.of("no CT series was given")),
        slide_response=NotComputed(Sentence.of("no slide was given")),
        survival=(("pfs-nomogram-demo", none),),
        scores=(("ALBI", none), ("Child-Pugh", none)),
        applicability=(),
        problems=(),
        figures=(),
        provenance=replace(_provenance(), runtime=None, inputs=(), models=()),
    )


def a_manifest(kind: ModelKind, **changes: Any) -> ModelManifest:
    """A demonstration bundle's manifest of a kind."""
    return replace(_manifests()[kind], **changes)


def a_volume(shape: tuple[int, int, int] = (12, 64, 64), directions: Any = None) -> CtVolume:
    """An oval body in air, brighter on the patient's left where directions are the identity."""
    _, r, c = np.indices(shape)
    body = ((r - shape[1] / 2) / (0.36 * shape[1])) ** 2 + ((c - shape[2] / 2) / (0.45 * shape[2])) ** 2 < 1
    hu = np.where(body, 20 + 90 * (c > shape[2] * 0.6), -1000).astype(np.int16)
    return CtVolume("1.2.3", ContrastPhase.PORTAL_VENOUS, hu, a_geometry(shape, directions))


def a_geometry(shape: tuple[int, int, int] = (12, 64, 64), directions: Any = None) -> VolumeGeometry:
    axes = directions or ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
    return VolumeGeometry(shape, (2.5, 0.8, 0.8), (0.0, 0.0, 0.0), axes)


def a_ct_roi(shape: tuple[int, int, int] = (12, 64, 64)) -> CtRoi:
    s, r, c = np.indices(shape)
    ball = ((s - 6) / 4) ** 2 + ((r - 30) / 9) ** 2 + ((c - 20) / 9) ** 2 < 1
    return CtRoi(ball, "tumour")


def a_ct_finding(**changes: Any) -> CtResponseFinding:
    indices = (3, 4, 5, 6, 7, 8, 9)
    saliency = np.linspace(-0.2, 0.3, len(indices) * 49, dtype=np.float32).reshape(len(indices), 7, 7)
    finding = CtResponseFinding(
        "ct-response-demo", 0.64, 0.5, indices, (0.41, 0.55, 0.63, 0.71, 0.77, 0.70, 0.68), (0.1,) * 6,
        saliency, ((15, 5, 45, 35),) * len(indices), True,
    )  # fmt: skip
    return replace(finding, **changes)


def an_interval(low: float, high: float, **changes: Any) -> ScoreInterval:
    """95 % limits by a bootstrap of ten heads."""
    basis = Sentence.of("bootstrap of {n} heads over the training patients", n=10)
    return replace(ScoreInterval(low, high, basis, 10), **changes)


def a_haim_finding(**changes: Any) -> HaimFinding:
    dropped = {"background": 181, "out_of_focus": 12, "bad_stain": 3, "unreadable": 0, "not_sampled": 0}
    return replace(HaimFinding("haim-demo", 0.41, 0.532, 212, dropped, False), **changes)


def a_curve() -> SurvivalCurve:
    months = tuple(float(m) for m in range(1, 31))
    return SurvivalCurve(months, tuple(exp(-0.045 * m) for m in months), 30.0)


def a_curve_with_band() -> SurvivalCurve:
    curve = a_curve()
    low, high = (tuple(max(p + by * (1 - p), 0.0) for p in curve.probability) for by in (-0.25, 0.2))
    return replace(curve, low=low, high=high)


def a_cohort_curve() -> SurvivalCurve:
    months = tuple(float(m) for m in range(2, 31, 2))
    return SurvivalCurve(months, tuple(exp(-0.033 * m) for m in months), 30.0)


def a_nomogram() -> NomogramLayout:
    binary = [
        ("afp_ge_400_ng_per_ml", "AFP ≥ 400 ng/mL", 46.0, 1.0),
        ("vp4", "Vp4", 62.0, 0.0),
        ("diameter_gt_100_mm", "Diameter > 10 cm", 38.0, 1.0),
        ("encapsulated", "Capsule", -41.0, 1.0),
        ("diffuse", "Diffuse type", 55.0, 0.0),
    ]
    axes = [_binary_axis(*row) for row in binary]
    axes += [_image_axis(n, 12.0 + 4 * n) for n in range(1, 7)]
    axes.append(_probability_axis())
    total = sum(axis.patient_points for axis in axes)
    survival = tuple(
        SurvivalAxis(
            float(m), tuple((p, 560 - 520 * p + 8 * (24 - m)) for p in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2))
        )
        for m in (12, 18, 24)
    )
    return NomogramLayout(tuple(axes), total, tuple(float(t) for t in range(0, 601, 50)), survival, 0.31)


def _binary_axis(variable: str, title: str, points: float, value: float) -> NomogramAxis:
    low, high = (0.0, points) if points > 0 else (-points, 0.0)
    ticks = (NomogramTick("no", 0.0, low), NomogramTick("yes", 1.0, high))
    return NomogramAxis(variable, title, "", ticks, value, "yes" if value else "no", high if value else low)


def _image_axis(number: int, widest: float) -> NomogramAxis:
    ticks = tuple(NomogramTick(f"{v:g}", v, widest * (v + 2) / 4) for v in (-2.0, -1.0, 0.0, 1.0, 2.0))
    title = f"Image feature {number}"
    return NomogramAxis(f"image_feature_{number}", title, "", ticks, 0.3, "0.30", widest * 2.3 / 4, number == 6)


def _probability_axis() -> NomogramAxis:
    ticks = tuple(NomogramTick(f"{v:g}", v, 100 * (1 - v)) for v in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0))
    return NomogramAxis("response_probability", "Response probability", "", ticks, 0.64, "0.64", 36.0)


def a_survival_finding(**changes: Any) -> SurvivalFinding:
    curve = a_curve()
    at = {str(m): exp(-0.045 * m) for m in (12, 18, 24)}
    finding = SurvivalFinding(
        "pfs-nomogram-demo", "Progression-free survival", CohortKind.PHANTOM, at, curve.median_months, curve,
        a_nomogram(), True,
    )  # fmt: skip
    return replace(finding, **changes)


def a_survival_with_band(**changes: Any) -> SurvivalFinding:
    """A finding with limits, its cohort and the cohort's own curve."""
    curve = a_curve_with_band()
    at = {"12": (0.48, 0.67), "18": (0.31, 0.56), "24": (0.18, 0.47)}
    cohort = SurvivalCohort("Synthetic patients", 300, 214, 19.5, Estimate(0.71, 0.67, 0.75), "bootstrap-corrected")
    return a_survival_finding(
        curve=curve, interval_at_months=at, cohort=cohort, cohort_curve=a_cohort_curve(), **changes
    )


def a_clinical_survival(**changes: Any) -> SurvivalFinding:
    """The same question from the five clinical features alone."""
    axes = a_nomogram().axes[:5]
    layout = replace(a_nomogram(), axes=axes, total_points=sum(axis.patient_points for axis in axes))
    at = {"12": 0.55, "18": 0.41, "24": 0.30}
    return a_survival_with_band(
        model_id="pfs-clinical-demo", nomogram=layout, probability_at_months=at, median_months=15.0, **changes
    )


def a_complete_result(**changes: Any) -> CaseResult:
    """Everything a report can be asked to print: intervals, both nomograms, the slide's patches, validations."""
    contribution = np.linspace(-0.02, 0.014, 212, dtype=np.float32)
    rng = np.random.default_rng(3)
    places = (211, 210, 209, 0, 1, 2)
    gallery = tuple(PatchPicture(n, rng.integers(120, 255, (64, 64, 3), np.uint8)) for n in places)
    explained = SlideExplanation(contribution, Sentence.of("each patch left out in turn"), gallery)
    alone = ClinicalResponseFinding(
        "ct-response-demo", 0.55, 0.5, True, (("afp_ge_400_ng_per_ml", -0.3),), an_interval(0.41, 0.68)
    )
    complete = a_result(
        ct_response=a_ct_finding(interval=an_interval(0.52, 0.74)),
        slide_response=a_haim_finding(interval=an_interval(0.36, 0.47), explanation=explained),
        clinical_response=alone,
        survival=(("pfs-clinical-demo", a_clinical_survival()), ("pfs-nomogram-demo", a_survival_with_band())),
        models=with_a_clinical_nomogram(),
        validations=shipped_validations(),
    )
    return replace(complete, **changes)


def with_a_clinical_nomogram() -> tuple[ModelManifest, ...]:
    """The models of a result: the nomogram takes image features, another one of the same patients takes none."""
    images = a_manifest(ModelKind.SURVIVAL_NOMOGRAM, backbone=BackboneReference("ct-response-demo", SHA))
    alone = replace(images, model_id="pfs-clinical-demo", title="PFS by clinical features", backbone=None)
    others = (model for kind, model in _manifests().items() if kind is not ModelKind.SURVIVAL_NOMOGRAM)
    return (*others, images, alone)


@cache
def shipped_validations() -> tuple[tuple[str, ValidationReport], ...]:
    """The reports of the bundles that come with the program, of the models that this result has."""
    names = ("ct-response-demo", "haim-demo", "pfs-nomogram-demo")
    files = ((name, resources.models_folder() / name / "validation.json") for name in names)
    return tuple((name, read_validation(path.read_bytes())) for name, path in files)


def a_board(*, signed: bool = True, at: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> BoardRecord:
    """Two opinions before, one after, a decision that differs from the models, and who signed it."""
    before, after = OpinionTime.BEFORE_RESULT, OpinionTime.AFTER_RESULT
    decided = BoardDecision(
        at + timedelta(minutes=30), "TACE-HAIC with PD-1 inhibitor and TKI, first session within a week",
        WithModels.DIFFERS, "capsule and one lobe speak for response", ("Dr Wang", "Dr Chen", "Dr Müller"), 1,
    )  # fmt: skip
    entries: tuple[BoardEntry, ...] = (
        BoardOpinion("Dr Wang", before, at, Expectation.RESPONSE, "TACE-HAIC", "encapsulated", "radiology"),
        BoardOpinion("Dr Chen", before, at + timedelta(minutes=2), Expectation.UNDECIDED, role="oncology"),
        BoardOpinion("Dr Wang", after, at + timedelta(minutes=20), Expectation.RESPONSE, "TACE-HAIC", "", "radiology"),
        decided,
    )
    if signed:
        entries = (*entries, SignOff("Dr Müller", "chair", at + timedelta(minutes=31), decided.decided_at))
    return BoardRecord(entries)


def a_record(**changes: Any) -> ClinicalRecord:
    record = ClinicalRecord(
        patient_id="000123", name="Li Ming", age_years=61, sex=Sex.MALE, hepatitis=Hepatitis.HBV, cirrhosis=True,
        ecog=1, ascites=Ascites.NONE, encephalopathy_grade=0, bilirubin_umol_per_l=17.4, albumin_g_per_l=38.5, inr=1.1,
        platelets_10e9_per_l=142, ast_u_per_l=61, alt_u_per_l=44, crp_mg_per_l=None, afp_ng_per_ml=812.0,
        largest_tumour_diameter_mm=104, tumour_count=2, one_lobe=True, encapsulated=True, diffuse=False,
        vp=PortalVeinInvasion.VP3, hepatic_vein_invasion=False, inferior_vena_cava_invasion=False,
        lymph_node_metastasis=False, extrahepatic_metastasis=False, unresectable=True, other_malignancy=False,
        prior_treatment=PriorTreatment.NONE, planned_haic_cycles=None, ct_date=date(2026, 2, 24),
        treatment_date=date(2026, 3, 2), liver_function_date=date(2026, 2, 25), afp_date=date(2026, 2, 25),
    )  # fmt: skip
    return replace(record, **changes)


def a_series(**changes: Any) -> CtSeries:
    series = CtSeries(
        "1.2.826.0.1.3680043.8.498.1234567890123456789", "1.2.3", "Portal venous 2.5 mm", "CT",
        ContrastPhase.PORTAL_VENOUS, (), 89, a_geometry((89, 512, 512)), Verdict(Suitability.INFER),
        CtAcquisition("GE MEDICAL SYSTEMS", "Optima CT660", 120.0, 2.5, "STANDARD", date(2026, 2, 24), None),
        PatientIdentity("000123", "Li^Ming"),
    )  # fmt: skip
    return replace(series, **changes)


def a_slide(**changes: Any) -> SlideFacts:
    slide = SlideFacts(
        Path("/data/biopsy.svs"),
        "aperio",
        20000,
        14000,
        0.25,
        40.0,
        3,
        (0, 0),
        Verdict(Suitability.INFER),
        PatientIdentity(),
    )
    return replace(slide, **changes)


def a_slide_roi() -> SlideRoi:
    ring = np.array([[3000, 2000], [15000, 3000], [16000, 11000], [5000, 12000]], dtype=float)
    hole = np.array([[8000, 5000], [10000, 5000], [10000, 7000], [8000, 7000]], dtype=float)
    return SlideRoi((Polygon(ring, (hole,)),), "qupath-geojson")


def a_thumbnail() -> np.ndarray[Any, np.dtype[np.uint8]]:
    row, column = np.indices((280, 400))
    tissue = ((row - 140) / 110) ** 2 + ((column - 200) / 170) ** 2 < 1
    return np.where(tissue[..., None], np.array([214, 150, 190]), 244).astype(np.uint8)


def _verdicts() -> tuple[ApplicabilityVerdict, ...]:
    inside, outside, unknown = RuleAnswer.INSIDE, RuleAnswer.OUTSIDE, RuleAnswer.UNKNOWN
    say = Sentence.of
    return (
        ApplicabilityVerdict("ct-response-demo", (
            RuleResult("regimen", inside, say("the planned regimen is the one the model is for")),
            RuleResult("child_pugh", inside, say("Child-Pugh A6; observed A5 to B8"), hard_stop=True),
            RuleResult("ct_to_treatment", unknown, say("the days from CT to treatment are unknown"), soft=True),
        )),
        ApplicabilityVerdict("haim-demo", (
            RuleResult("regimen", outside, say("the model is for HAIC + TKI + ICI")),
            RuleResult("diameter", inside, say("largest tumour 104 mm; the model is for more than 50 mm")),
        )),
        ApplicabilityVerdict("pfs-nomogram-demo", (
            RuleResult("regimen", inside, say("the planned regimen is the one the model is for")),
            RuleResult("prior_treatment", inside, say("no prior treatment")),
        )),
    )  # fmt: skip


def _manifests() -> dict[ModelKind, ModelManifest]:
    def made(
        model_id: str, kind: ModelKind, title: str, regimen: Regimen | None, threshold: Threshold | None
    ) -> ModelManifest:
        return ModelManifest(
            model_id, "0.1.0", kind, title, "Research and training; not for clinical use.", CohortKind.PHANTOM,
            "160 synthetic patients, 80 of them for testing", regimen, "model.onnx", {"model.onnx": SHA}, None, None,
            None, ("probability",), "higher = more likely to respond", threshold,
            (Performance("AUC", 0.81, (0.70, 0.90), "80 synthetic patients", 80, "patient"),), {},
            ("Trained on synthetic images only.", "Never seen Vp1 or Vp2."), "Apache-2.0",
        )  # fmt: skip

    tace, haic = Regimen.TACE_HAIC_PD1_TKI, Regimen.HAIC_TKI_ICI
    youden = "Youden point on the 80 synthetic test patients"
    return {
        ModelKind.BACKBONE: made("resnet50-backbone", ModelKind.BACKBONE, "ResNet50 backbone", None, None),
        ModelKind.CT_RESPONSE: made(
            "ct-response-demo", ModelKind.CT_RESPONSE, "CT response, demonstration", tace, Threshold(0.5, youden)
        ),
        ModelKind.HAIM: made("haim-demo", ModelKind.HAIM, "HAIM, demonstration", haic, Threshold(0.532, youden)),
        ModelKind.SURVIVAL_NOMOGRAM: made(
            "pfs-nomogram-demo", ModelKind.SURVIVAL_NOMOGRAM, "PFS nomogram, demonstration", tace, None
        ),
    }


def _provenance() -> Provenance:
    return Provenance(
        "0.1.0", "2026-03-01T14:03:22+00:00", "2026-03-01T14:05:33+00:00",
        RuntimeFacts("CPU", "ONNX Runtime 1.22", "CPUExecutionProvider", "fp32", ()),
        (
            InputFact("ct", "series_portal", SHA, "89 files"),
            InputFact("ct_roi", "tumour.nii.gz", SHA),
            InputFact("slide", "biopsy.svs", SHA),
            InputFact("clinical", "clinical.json", SHA),
        ),
        tuple(
            ModelFact(m.model_id, m.version, m.cohort_kind.value, SHA) for m in _manifests().values()
        ),
    )  # fmt: skip


def _scores() -> tuple[tuple[str, ScoreFinding | NotComputed], ...]:
    return (
        (
            "ALBI",
            ScoreFinding("ALBI", -2.45, "grade 2", {"bilirubin": 0.82, "albumin": -3.27}, "Johnson, J Clin Oncol 2015"),
        ),
        (
            "Child-Pugh",
            ScoreFinding("Child-Pugh", 5, "A", {"bilirubin": 1, "albumin": 1, "INR": 1}, "Pugh, Br J Surg 1973"),
        ),
        ("BCLC", ScoreFinding("BCLC", 3, "C", {}, "Reig, J Hepatol 2022")),
        ("CNLC", ScoreFinding("CNLC", 3, "IIIa", {}, "Zhou, Liver Cancer 2023")),
        ("HAP", ScoreFinding("HAP", 3, "D", {"AFP": 1, "bilirubin": 1, "size": 1}, "Kadalyil, Ann Oncol 2013")),
        ("CRAFITY", NotComputed(Sentence.of("needs {fields}", fields="crp_mg_per_l"))),
    )


@cache
def _full() -> CaseResult:
    finding = a_ct_finding()
    shape = (12, 64, 64)
    figures = ct_figures(a_volume(shape), a_ct_roi(shape), finding)
    return CaseResult(
        Regimen.TACE_HAIC_PD1_TKI, a_record(), a_series(), RoiMeasurements(412.6, 104.2, 109.8, 38), a_slide(),
        finding, a_haim_finding(), (("pfs-nomogram-demo", a_survival_finding()),), _scores(), _verdicts(),
        tuple(_manifests().values()),
        (Problem(Severity.WARNING, "crp_mg_per_l", Sentence.of("CRP is unknown"), Sentence.of("Enter CRP.")),),
        (*figures, slide_figure(a_thumbnail(), a_slide(), a_slide_roi())), _provenance(),
    )  # fmt: skip

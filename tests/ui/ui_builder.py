"""Hand-made cases for the tests of the window, and verbs that answer at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

import numpy as np

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult
from hccdesk.domain.case import Case, CtInput, SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.ct import ContrastPhase, CtAcquisition, CtSeries, CtVolume, Suitability, Verdict
from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.manifest import CohortKind, ModelKind, ModelManifest
from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.provenance import InputFact, ModelFact, Provenance, RuntimeFacts
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import (
    CaseResult,
    CtResponseFinding,
    Figure,
    HaimFinding,
    NotComputed,
    ScoreFinding,
    SurvivalFinding,
)
from hccdesk.domain.roi import CtRoi, Polygon, RoiMeasurements, SlideRoi
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import DropReason, PatchGrid, PatchSelection, SlideFacts
from hccdesk.domain.survival import NomogramAxis, NomogramLayout, NomogramTick, SurvivalAxis, SurvivalCurve
from hccdesk.ui.region_verbs import WorkflowRegionVerbs
from hccdesk.ui.session import Session
from hccdesk.ui.settings import Settings
from hccdesk.workflow.check_models import ModelCheck
from hccdesk.workflow.inspect_folder import Inspection, RoiFile
from hccdesk.workflow.name_models import NamedModels
from hccdesk.workflow.preview_report import PreviewedReport
from hccdesk.workflow.wrong_patient_stop import mismatches

AXIAL_DIRECTIONS = ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
MODELS = (
    ("ct-response-demo", ModelKind.CT_RESPONSE, "CT response (demonstration)"),
    ("haim-demo", ModelKind.HAIM, "HAIM (demonstration)"),
    ("pfs-nomogram-demo", ModelKind.SURVIVAL_NOMOGRAM, "PFS nomogram (demonstration)"),
)


def a_geometry(shape=(40, 128, 128), directions=AXIAL_DIRECTIONS, spacing=(5.0, 2.8, 2.8)) -> VolumeGeometry:
    return VolumeGeometry(shape, spacing, (-180.0, -160.0, -320.0), directions)


@cache
def a_volume(geometry: VolumeGeometry | None = None) -> CtVolume:
    """A body, a liver on the patient's right, a spine behind, a tumour: asymmetric in every direction."""
    lattice = geometry or a_geometry()
    index = np.moveaxis(np.indices(lattice.shape), 0, -1).astype(float)
    x, y, z = np.moveaxis(lattice.position_mm(index), -1, 0)
    noise = np.random.default_rng(7).normal(0, 8, lattice.shape)
    hu = np.full(lattice.shape, -1000.0)
    hu[(x / 160) ** 2 + (y / 115) ** 2 < 1] = -90
    hu[(x / 148) ** 2 + (y / 102) ** 2 < 1] = 50
    hu[((x + 60) / 75) ** 2 + ((y + 10) / 70) ** 2 + ((z + 200) / 80) ** 2 < 1] = 110
    hu[((x + 80) / 28) ** 2 + (y / 28) ** 2 + ((z + 205) / 26) ** 2 < 1] = 70
    hu[(x / 18) ** 2 + ((y - 70) / 18) ** 2 < 1] = 320
    hu[(x - 90) ** 2 + (y - 20) ** 2 + (z + 180) ** 2 < 30**2] = 130
    return CtVolume("1.2.3", ContrastPhase.PORTAL_VENOUS, (hu + noise).astype(np.int16), lattice)


@cache
def a_ct_roi(geometry: VolumeGeometry | None = None, label: str = "tumour", shift_mm: float = 0.0) -> CtRoi:
    lattice = geometry or a_geometry()
    index = np.moveaxis(np.indices(lattice.shape), 0, -1).astype(float)
    x, y, z = np.moveaxis(lattice.position_mm(index), -1, 0)
    return CtRoi(((x + 80 - shift_mm) / 28) ** 2 + (y / 28) ** 2 + ((z + 205) / 26) ** 2 < 1, label)


def a_series(suitability=Suitability.INFER, uid="1.2.3", reasons=(), **changes: Any) -> CtSeries:
    series = CtSeries(
        uid,
        "1.2",
        "Abdomen PV 5.0 B30f",
        "CT",
        ContrastPhase.PORTAL_VENOUS,
        (Path("ct/1.dcm"),),
        40,
        a_geometry(),
        Verdict(suitability, reasons),
        CtAcquisition("Maker", "Scanner 64", 120.0, 5.0, "B30f", None, None),
        PatientIdentity("000123", "Zhang^San", None, Sex.MALE),
    )
    return replace(series, **changes)


def a_ct_input(roi: bool = True, **changes: Any) -> CtInput:
    sizes = RoiMeasurements(88.4, 56.0, 58.2, 11) if roi else None
    return CtInput(a_series(**changes), a_volume(), a_ct_roi() if roi else None, sizes)


def a_slide(**changes: Any) -> SlideFacts:
    facts = SlideFacts(
        Path("biopsy.svs"), "aperio", 24_000, 16_000, 0.25, 40.0, 4, (0, 0), Verdict(Suitability.INFER),
        PatientIdentity("000123"),
    )  # fmt: skip
    return replace(facts, **changes)


def a_slide_roi() -> SlideRoi:
    outline = np.array([(7000, 5200), (15000, 4300), (17800, 8200), (13500, 11600), (7600, 10400)], dtype=float)
    hole = np.array([(11000, 7000), (12600, 7200), (11800, 8600)], dtype=float)
    return SlideRoi((Polygon(outline, (hole,)),), "qupath-geojson")


def slide_pixels(rectangle: tuple[int, int, int, int], size: tuple[int, int]) -> np.ndarray:
    """H&E-like tissue as a function of level-0 position, the same at every magnification."""
    x, y, width, height = rectangle
    columns = x + (np.arange(size[0]) + 0.5) * width / size[0]
    rows = y + (np.arange(size[1]) + 0.5) * height / size[1]
    across, down = np.meshgrid(columns, rows)
    tissue = ((across - 12_000) / 8_800) ** 2 + ((down - 8_000) / 5_600) ** 2 < 1 + 0.12 * np.sin(across / 900)
    nuclei = (np.sin(across / 22) * np.sin(down / 19) > 0.72) & tissue
    rgb = np.full((*tissue.shape, 3), 244, np.uint8)
    rgb[tissue] = (226, 164, 196)
    rgb[nuclei] = (96, 64, 138)
    return rgb


def a_record(**changes: Any) -> ClinicalRecord:
    record = ClinicalRecord(
        patient_id="000123", name="张三 Zhang San", age_years=61.0, sex=Sex.MALE, ecog=1, bilirubin_umol_per_l=18.2,
        albumin_g_per_l=38.5, inr=1.1, afp_ng_per_ml=812.0, largest_tumour_diameter_mm=56.0, encapsulated=True,
        diffuse=False, vp=PortalVeinInvasion.VP3, cirrhosis=True,
    )  # fmt: skip
    return replace(record, **changes)


def a_manifest(model_id: str, kind: ModelKind, title: str, cohort: CohortKind = CohortKind.PHANTOM) -> ModelManifest:
    return ModelManifest(
        model_id, "0.1.0", kind, title, "", cohort, "", None, "model.onnx", {}, None, None, None, (), "", None, (), {},
        (), "Apache-2.0",
    )  # fmt: skip


def some_models() -> tuple[ModelManifest, ...]:
    return tuple(a_manifest(*row) for row in MODELS)


def a_curve() -> SurvivalCurve:
    months = tuple(float(m) for m in range(1, 31))
    return SurvivalCurve(months, tuple(exp(-0.045 * m) for m in months), 30.0)


def a_nomogram() -> NomogramLayout:
    rows = (("AFP ≥ 400 ng/mL", 46.0, 1.0), ("Vp4", 62.0, 0.0), ("Diameter > 10 cm", 38.0, 0.0), ("Capsule", 41.0, 0.0))
    axes = [
        NomogramAxis(
            title,
            title,
            "",
            (NomogramTick("no", 0.0, 0.0), NomogramTick("yes", 1.0, points)),
            value,
            "",
            value * points,
        )
        for title, points, value in rows
    ]
    ticks = tuple(NomogramTick(f"{v:g}", v, 100 * (1 - v)) for v in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0))
    axes.append(NomogramAxis("response_probability", "Response probability", "", ticks, 0.64, "0.64", 36.0))
    survival = tuple(
        SurvivalAxis(float(m), tuple((p, 290 - 260 * p + 3 * (24 - m)) for p in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)))
        for m in (12, 18, 24)
    )
    return NomogramLayout(tuple(axes), 82.0, tuple(float(t) for t in range(0, 301, 50)), survival, 0.3)


def a_result(record: ClinicalRecord | None = None, **changes: Any) -> CaseResult:
    ct = a_ct_input()
    figures = tuple(
        Figure(f"ct_{i}", np.full((120, 160, 3), 40 + 30 * i, np.uint8), Sentence.of("slice {n}", n=i))
        for i in range(4)
    )
    inside = RuleResult("ecog", RuleAnswer.INSIDE, Sentence.of("ECOG is within the limits"))
    unknown = RuleResult("age", RuleAnswer.UNKNOWN, Sentence.of("the age is not known"), soft=True)
    outside = RuleResult("regimen", RuleAnswer.OUTSIDE, Sentence.of("another regimen is planned"))
    verdicts = (
        ApplicabilityVerdict("ct-response-demo", (inside,)),
        ApplicabilityVerdict("haim-demo", (inside, outside)),
        ApplicabilityVerdict("pfs-nomogram-demo", (inside, unknown)),
    )
    survival = SurvivalFinding(
        "pfs-nomogram-demo", "PFS", CohortKind.PHANTOM, {"12": 0.58, "18": 0.44, "24": 0.34}, 15.4, a_curve(),
        a_nomogram(), True,
    )  # fmt: skip
    result = CaseResult(
        regimen=Regimen.TACE_HAIC_PD1_TKI,
        clinical=record or a_record(),
        ct_series=ct.series,
        ct_roi=ct.measurements,
        slide=a_slide(),
        ct_response=CtResponseFinding(
            "ct-response-demo", 0.64, 0.5, (3, 4, 5), (0.41, 0.71, 0.77), (0.1,) * 6,
            np.zeros((3, 7, 7), np.float32), ((0, 0, 9, 9),) * 3, True,
        ),
        slide_response=HaimFinding("haim-demo", 0.61, 0.532, 212, {"background": 181, "out_of_focus": 12}, False),
        survival=(("pfs-nomogram-demo", survival),),
        scores=some_scores(),
        applicability=verdicts,
        models=some_models(),
        problems=(),
        figures=figures,
        provenance=Provenance(
            "0.1.0", "2026-01-02T03:04:05+00:00", "2026-01-02T03:05:05+00:00",
            RuntimeFacts("CPU", "onnxruntime", "CPUExecutionProvider", "float32"), (),
            (ModelFact("ct-response-demo", "0.1.0", "phantom", "00"),),
        ),
    )  # fmt: skip
    return replace(result, **changes)


def some_scores() -> tuple[tuple[str, ScoreFinding | NotComputed], ...]:
    return (
        ("Child-Pugh", ScoreFinding("Child-Pugh", 5.0, "A", {"bilirubin_umol_per_l": 1, "inr": 1}, "")),
        ("ALBI", ScoreFinding("ALBI", -2.31, "grade 2", {"albumin_g_per_l": -3.1}, "")),
        ("BCLC 2022", NotComputed(Sentence.of("the number of tumours is not known"))),
    )


def some_patches() -> PatchSelection:
    """Six by four patches on `a_slide`, a few of them dropped."""
    corners = [(7168 + 1024 * c, 5120 + 1024 * r) for r in range(4) for c in range(6)]
    dropped = {0: DropReason.BACKGROUND, 5: DropReason.OUT_OF_FOCUS, 9: DropReason.BAD_STAIN}
    kept = np.array([i for i in range(24) if i not in dropped])
    return PatchSelection(PatchGrid(np.array(corners), 1024, 512, 0.5), kept, dropped)


class InstantVerbs(WorkflowRegionVerbs):
    """Answers every verb from memory, acts on regions at once; what was asked for is in `calls`."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.wanted: list[tuple[ModelChoice, CaseResult | None]] = []
        self.inspection = Inspection((), (), (), ())
        self.record = a_record()
        self.ct: CtInput | None = None
        self.slide: SlideInput | None = None
        self.region_fault: Exception | None = None
        self.outcome: CaseResult | Exception | None = None

    def holds(self, *, masks: bool = True, series: tuple[CtSeries, ...] | None = None) -> InstantVerbs:
        """A folder with a CT, its mask, a slide and its outline."""
        rois = [RoiFile(Path("outline.geojson"), "GeoJSON outlines", ())]
        if masks:
            rois.append(RoiFile(Path("mask.nii.gz"), "tumour mask", ("tumour",)))
        self.inspection = Inspection(series or (a_series(),), (a_slide(),), tuple(rois), ())
        return self

    def inspect(self, path, progress):
        self.calls.append("inspect")
        return self.inspection

    def open(self, request, progress):
        self.calls.append("open")
        if request.ct_roi and self.region_fault:
            raise self.region_fault
        ct = a_ct_input(roi=bool(request.ct_roi)) if request.ct else None
        slide = SlideInput(a_slide(), a_slide_roi() if request.slide_roi else None) if request.slide else None
        role = "ct" if request.ct else "slide"
        return Case(request.regimen, ClinicalRecord(), ct, slide, (InputFact(role, role, "00"),), ())

    def view_series(self, series, progress):
        self.calls.append("view_series")
        return a_volume()

    def view_slide(self, path, rectangle, size):
        self.calls.append("view_slide")
        return slide_pixels(rectangle, size)

    def state_slide_scale(self, path, um_per_px, progress):
        self.calls.append("state_slide_scale")
        return a_slide(path=path, um_per_px=um_per_px)

    def read_clinical(self, path, patient_id):
        self.calls.append("read_clinical")
        return self.record

    def measure(self, roi, geometry):
        return RoiMeasurements(float(roi.mask.sum()), 1.0, 1.0, len(roi.slice_indices))

    def preview_patches(self, slide, progress):
        self.calls.append("preview_patches")
        progress.step(1, 2, "Slide: patches")
        return some_patches()

    def what_if(self, result, model_id, changed):
        """Every changed value costs a tenth of the probability for each unit, so that a test can tell it moved."""
        self.calls.append("what_if")
        finding = dict(result.survival)[model_id]
        own = {axis.variable: axis.patient_value for axis in finding.nomogram.axes}
        moved = sum(value - own[name] for name, value in changed.items())
        axes = tuple(replace(a, patient_value=changed.get(a.variable, a.patient_value)) for a in finding.nomogram.axes)
        at = {month: min(max(p - 0.1 * moved, 0.0), 1.0) for month, p in finding.probability_at_months.items()}
        return replace(finding, probability_at_months=at, nomogram=replace(finding.nomogram, axes=axes))

    def analyse(self, inputs, device, progress, wanted=ModelChoice.ALL, previous=None):
        self.calls.append("analyse")
        self.wanted.append((wanted, previous))
        progress.step(1, 2, "Slide: patches")
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome or a_result(inputs.clinical)

    def write_report(self, result, path, options):
        path.write_bytes(b"%PDF " + options.language.encode())
        return path

    def write_outputs(self, result, folder, options):
        raise NotImplementedError

    def preview_report(self, result, options, progress):
        self.calls.append("preview_report")
        return PreviewedReport(b"%PDF " + options.language.encode(), ((595.0, 842.0),) * 3, ("Summary", "A", "B"))

    def report_page(self, pdf, page, width_px):
        return np.full((round(width_px * 842 / 595), width_px, 3), 250 - 10 * page, np.uint8)

    def make_sample(self, folder, progress):
        raise NotImplementedError

    def models(self):
        return NamedModels(some_models())

    def check_models(self, device):
        self.calls.append("check_models")
        return (
            ModelCheck("haim-demo", True, Sentence.literally("bytes as in the manifest")),
            ModelCheck("pfs-demo", False, Sentence.literally("0.71, not 0.72")),
        )

    def scores(self, record):
        return some_scores()

    def row_needs(self, record):
        return {}

    def close(self):
        self.calls.append("close")

    def mismatches(self, inputs):
        return mismatches(inputs.clinical, inputs.ct, inputs.slide)


def a_session(folder: Path, verbs: Any = None, library: Any = None, *, opinion_first: bool = False) -> Session:
    """A session; most tests are about something else than the cover over results, so it is off at first."""
    settings = Settings(folder / "window.ini")
    settings.language, settings.theme = "en", "dark"
    settings.opinion_first = opinion_first
    now = datetime(2026, 1, 2, 14, 3, 22)
    return Session(verbs or InstantVerbs(), settings, folder / "logs", lambda: now, library)

"""Cases for the tests of what keeps them, and whether two of them are the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from hccdesk.domain.board_opinion import (
    BoardDecision,
    BoardEntry,
    BoardOpinion,
    Expectation,
    OpinionTime,
    Reveal,
    RevealWay,
    SignOff,
    WithModels,
)
from hccdesk.domain.case_library import KeptReport
from hccdesk.domain.case_snapshot import CaseSnapshot, CtSource, SlideSource
from hccdesk.domain.clinical_record import (
    Ascites,
    ClinicalRecord,
    Hepatitis,
    PortalVeinInvasion,
    PreviousSession,
    RadiologicalResponse,
)
from hccdesk.domain.measurement import Measurement, MeasurementKind
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import CtRoi, Polygon, SlideRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.domain.sentence import Sentence

CASE_ID = "0123456789abcdef0123456789abcdef"
OTHER_ID = "f" * 32
NOW = datetime(2026, 1, 2, 14, 3, 22, 123456)


def a_snapshot(**changes) -> CaseSnapshot:
    rng = np.random.default_rng(5)
    mask = np.zeros((20, 31, 43), bool)
    mask[3:9, 4:17, 6:29] = rng.random((6, 13, 23)) > 0.5
    empty = np.zeros(mask.shape, bool)
    ring, hole = rng.random((12, 2)) * 4e4, rng.random((5, 2)) * 4e4
    values = {
        "regimen": Regimen.HAIC_TKI_ICI,
        "clinical": ClinicalRecord(
            patient_id="０００123", name="张^三", age_years=61.5, sex=Sex.FEMALE, hepatitis=Hepatitis.HBV_AND_HCV,
            cirrhosis=False, ecog=1, ascites=Ascites.MILD, afp_ng_per_ml=1e5, vp=PortalVeinInvasion.VP4,
            ct_date=date(2026, 1, 1),
            previous_session=PreviousSession(1.5, 2.5, 5, 6, RadiologicalResponse.SD),
        ),
        "patient": PatientIdentity("0001", "Zhang^San=张^三", date(1964, 2, 29), Sex.FEMALE),
        "ct": CtSource(Path("/data/病人/ct"), "1.2.3", Path("/data/mask.nii.gz"), "2"),
        "slide": SlideSource(Path("/data/\udce9.svs"), Path("/data/outline.geojson")),
        "rois": RoiSet(
            (
                Lesion("T1", CtRoi(mask, "tumour", reordered=True), shown=False, colour=3, locked=True, margin_mm=7.5),
                Lesion("T2", CtRoi(empty, "T2")),
            ),
            SlideRoi((Polygon(ring, (hole,)), Polygon(hole)), "qupath-geojson", ("Tumor", "肿瘤")),
            (Measurement("M1", MeasurementKind.DISTANCE, ((0.1, 0.2, -0.3), (1e-9, 4.0, 5.0)), "1.2.3", "axial"),),
        ),
        "facts": (InputFact("ct", "ct", "ab" * 32, "series 1.2.3"),),
        "key_images": (
            Figure(
                "key_1", rng.integers(0, 255, (40, 60, 3)).astype(np.uint8),
                Sentence.of("slice {n} {w:.1f}", n=3, w=1.25),
            ),
        ),
        "mismatch_reason": "renumbered",
        "analysed": True,
    }  # fmt: skip
    return CaseSnapshot(**(values | changes))


def same(a: object, b: object) -> bool:
    """Equal field by field, arrays by content and type."""
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.dtype == b.dtype and np.array_equal(a, b)
    if isinstance(a, Mapping):
        return isinstance(b, Mapping) and list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, tuple):
        return isinstance(b, tuple) and len(a) == len(b) and all(map(same, a, b))
    if hasattr(a, "__dataclass_fields__"):
        return type(a) is type(b) and all(same(getattr(a, n), getattr(b, n)) for n in a.__dataclass_fields__)
    return type(a) is type(b) and a == b


def an_opinion(reader: str = "reader 1") -> BoardOpinion:
    """What a member of the board thinks."""
    return BoardOpinion(reader, OpinionTime.BEFORE_RESULT, NOW, Expectation.RESPONSE, "TACE-HAIC", "small tumour")


def a_board_record() -> tuple[BoardEntry, ...]:
    """Every kind of line, in the order in which a board makes them."""
    decision = BoardDecision(NOW, "TACE-HAIC", WithModels.DIFFERS, "Vp4", ("reader 1", "reader 2"), 1)
    return (
        an_opinion(),
        Reveal(NOW),
        Reveal(NOW, "reader 2", "emergency", RevealWay.ASKED, 1),
        replace(an_opinion("reader 2"), given=OpinionTime.AFTER_RESULT, role="surgeon", result_number=1),
        decision,
        SignOff("reader 2", "surgeon", NOW + timedelta(minutes=1), decision.decided_at),
    )


def report_facts(of_result: int | None = None) -> KeptReport:
    """What is known of a report before it is kept."""
    return KeptReport(0, NOW, of_result, "en", "a4", "report.pdf", "")

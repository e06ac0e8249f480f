"""What is put into a library by these tests: made from a case's id and a number alone, so that it can be made again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import report_builder

from hccdesk.domain.board_opinion import BoardOpinion, Expectation, OpinionTime
from hccdesk.domain.case_library import InputFiles, KeptReport
from hccdesk.domain.case_snapshot import CaseSnapshot, CtSource, SlideSource
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.measurement import Measurement, MeasurementKind
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.result import CaseResult, Figure
from hccdesk.domain.roi import CtRoi, Polygon, SlideRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.input_hash import input_fact

LATTICE = (24, 192, 192)
CASES = tuple(hashlib.sha256(f"case {n}".encode()).hexdigest()[:32] for n in range(4))
START = datetime(2026, 3, 1, 8, 0, 0, tzinfo=UTC).replace(tzinfo=None)
NAME, PATIENT_ID = "Wanderer^Verena", "ID-7741903"


def a_snapshot(case_id: str, number: int, lattice: tuple[int, int, int] = LATTICE) -> CaseSnapshot:
    """The case after its `number`th act: two lesions, an outline of 400 corners, two measurements, a key image."""
    rng = _rng(case_id, number)
    ring = np.cumsum(rng.normal(0, 40, (400, 2)), axis=0) + 20_000
    return CaseSnapshot(
        clinical=ClinicalRecord(age_years=20 + number / 64, sex=Sex.FEMALE, ecog=1, afp_ng_per_ml=412.5, name=NAME),
        patient=PatientIdentity(PATIENT_ID, NAME, date(1964, 2, 29), Sex.FEMALE),
        ct=CtSource(Path(f"/in/{case_id}/ct"), "1.2.826.0.1.3680043.8.498.1"),
        slide=SlideSource(Path(f"/in/{case_id}/slide.svs"), None, 40_000, 30_000),
        rois=RoiSet(
            (
                Lesion("T1", CtRoi(_ball(lattice, rng, 0.3), "T1")),
                Lesion("T2", CtRoi(_ball(lattice, rng, 0.2), "T2"), margin_mm=5.0),
            ),
            SlideRoi((Polygon(ring),), "drawn"),
            (
                Measurement("M1", MeasurementKind.DISTANCE, (_point(rng), _point(rng)), "1.2.3", "axial"),
                Measurement("M2", MeasurementKind.DISTANCE, (_point(rng), _point(rng)), "1.2.3", "axial"),
            ),
        ),
        facts=(InputFact("ct", "ct", hashlib.sha256(str(number).encode()).hexdigest(), "series"),),
        key_images=(Figure("key_1", rng.integers(0, 255, (96, 96, 3)).astype(np.uint8), Sentence.of("slice 3")),),
        mismatch_reason=f"act {number}",
        analysed=bool(number % 2),
    )


def number_of(snapshot: CaseSnapshot) -> int:
    """Which act a snapshot says that it is after."""
    return int((snapshot.mismatch_reason or "act -1").removeprefix("act "))


def a_result(number: int) -> CaseResult:
    """A full result with its pictures, saliency and curves; no two numbers give the same."""
    full = _full_result()
    response = replace(full.ct_response, probability_of_objective_response=(number % 9973) / 9973)  # type: ignore[type-var]
    return replace(full, ct_response=response)


def a_report(number: int) -> bytes:
    """Of the size of a real PDF."""
    return b"%PDF-1.7\n" + _rng("report", number).bytes(300_000 + number % 1000) + b"\n%%EOF\n"


def report_facts(number: int) -> KeptReport:
    return KeptReport(0, moment(number), None, "en", "A4", f"report_{number}.pdf", "")


def an_opinion(number: int) -> BoardOpinion:
    return BoardOpinion(
        "reader", OpinionTime.BEFORE_RESULT, moment(number), Expectation.RESPONSE, "TACE-HAIC", f"reason {number}"
    )


def the_input(sources: Path, number: int) -> InputFiles:
    """One of the folders that `write_sources` wrote, as the input `ct`."""
    root = sources / f"ct_{number % N_SOURCES}"
    files = tuple(sorted(root.iterdir()))
    return InputFiles("ct", root, files, input_fact("ct", root, files).sha256, ("1.2.3", "1.2", "1.9"))


N_SOURCES, FILES_EACH, BYTES_EACH = 3, 6, 150_000


def write_sources(folder: Path) -> Path:
    """Folders of files to be copied into a library, no two alike."""
    for number in range(N_SOURCES):
        root = folder / f"ct_{number}"
        root.mkdir(parents=True)
        for index in range(FILES_EACH):
            (root / f"{NAME} {index}.dcm").write_bytes(_rng(f"source {number}", index).bytes(BYTES_EACH))
    return folder


def contents(root: Path) -> list[str]:
    """sha256 of every file under `root`, sorted: what is the same under other names is the same."""
    files = [root] if root.is_file() else [path for path in root.rglob("*") if path.is_file()]
    return sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)


def moment(number: int) -> datetime:
    return START + timedelta(seconds=number)


def same(a: object, b: object) -> bool:
    """Equal field by field, arrays by content and type; two that are not a number are the same."""
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    if isinstance(a, (tuple, list)):
        return isinstance(b, type(a)) and len(a) == len(b) and all(map(same, a, b))
    if hasattr(a, "__dataclass_fields__"):
        return type(a) is type(b) and all(same(getattr(a, name), getattr(b, name)) for name in a.__dataclass_fields__)
    if isinstance(a, float) and isinstance(b, float):
        return a == b or (a != a and b != b)
    return type(a) is type(b) and a == b


@cache
def _full_result() -> CaseResult:
    return report_builder.a_result()


def _rng(*of: Any) -> np.random.Generator:
    return np.random.default_rng(list(hashlib.sha256(repr(of).encode()).digest()))


def _ball(lattice: tuple[int, int, int], rng: np.random.Generator, size: float) -> np.ndarray:
    axes = np.ogrid[tuple(slice(n) for n in lattice)]
    middle = rng.uniform(0.35, 0.65, 3) * lattice
    inside = sum(
        ((axis - at) / (size * n)) ** 2 for axis, at, n in zip(axes, middle, lattice, strict=True)
    ) + rng.normal(0, 0.05, lattice)
    return np.asarray(inside < 1)


def _point(rng: np.random.Generator) -> tuple[float, float, float]:
    x, y, z = rng.normal(0, 50, 3).tolist()
    return x, y, z

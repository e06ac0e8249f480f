"""What the gallery shows: the sample patient with a second series, a broken series, and other kept cases."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from pydicom import dcmread
from pydicom.uid import generate_uid

from hccdesk.domain.board_opinion import (
    BoardDecision,
    BoardOpinion,
    Expectation,
    OpinionTime,
    Reveal,
    SignOff,
    WithModels,
)
from hccdesk.domain.case_library import CaseLibrary
from hccdesk.domain.case_snapshot import CaseSnapshot, CtSource, SlideSource
from hccdesk.domain.clinical_record import ClinicalRecord, PortalVeinInvasion
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.regimen import Regimen
from hccdesk.ui.session import Session
from hccdesk.workflow.case_request import CaseRequest

OTHERS = (
    ("BJ-20418", "Chen Mei 陈梅", Sex.FEMALE, 54.0, 812.0, True),
    ("BJ-20377", "Li Wei 李伟", Sex.MALE, 67.0, 24.0, True),
    ("BJ-20355", "Müller, Jörg", Sex.MALE, 71.0, 5_400.0, False),
    ("BJ-20312", "Zhang San 张三", Sex.MALE, 49.0, 96.0, True),
    ("BJ-20298", "Ouyang Zhenhua 欧阳震华", Sex.MALE, 58.0, 1_210.0, False),
)
"""Nobody: numbers, names, sex, age, AFP, and whether an image came with the row."""


def write_arterial(ct_folder: Path) -> None:
    """The sample's CT once more as an arterial phase, beside the portal venous one: the liver takes up less."""
    series = generate_uid(entropy_srcs=["gallery", "arterial"])
    for path in sorted(ct_folder.glob("IM*.dcm")):
        file = dcmread(path)
        stored = np.frombuffer(file.PixelData, "<i2").astype(np.int32)
        bright = stored > 1024 + 60
        stored[bright] -= ((stored[bright] - 1084) * 0.45).astype(np.int32)
        file.PixelData = stored.astype("<i2").tobytes()
        file.SeriesInstanceUID, file.SeriesNumber, file.SeriesDescription = series, 2, "Arterial phase"
        file.SOPInstanceUID = generate_uid(entropy_srcs=["gallery", path.name])
        file.file_meta.MediaStorageSOPInstanceUID = file.SOPInstanceUID
        file.save_as(path.with_name(f"A{path.name}"), enforce_file_format=True)


def write_broken(sample: CaseRequest, folder: Path) -> None:
    """A patient as a bad export leaves it: slices are missing in the middle, and the row is somebody else's."""
    folder.mkdir(parents=True)
    for number, path in enumerate(sorted(sample.ct.glob("IM*.dcm"))):
        if not 20 <= number < 26:
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / sample.ct_roi.name).write_bytes(sample.ct_roi.read_bytes())
    row = json.loads(sample.clinical.read_text(encoding="utf-8"))
    row["patient_id"] = "BJ-20418"
    (folder / sample.clinical.name).write_text(json.dumps(row), encoding="utf-8")


def meet(session: Session, wait_until: Callable[[Callable[[], bool]], None]) -> None:
    """A board on the case on the desk: two opinions, a decision that differs, and its signature."""
    at = datetime.now().astimezone()
    decided = at + timedelta(minutes=6)
    why = "Vp3, and the models were trained on synthetic patients"
    lines = (
        BoardOpinion(
            "Chen Yu 陈雨", OpinionTime.BEFORE_RESULT, at, Expectation.RESPONSE, "Two cycles", "", "Radiology"
        ),
        BoardOpinion("Wu Gang 吴刚", OpinionTime.BEFORE_RESULT, at, Expectation.UNDECIDED, "", "", "Surgery"),
        Reveal(at + timedelta(minutes=1)),
        BoardOpinion("Wu Gang 吴刚", OpinionTime.AFTER_RESULT, at, Expectation.RESPONSE, "Two cycles", "", "Surgery"),
        BoardDecision(decided, "Two cycles, then imaging", WithModels.DIFFERS, why, ("Chen Yu 陈雨", "Wu Gang 吴刚")),
        SignOff("Wu Gang 吴刚", "Surgery", decided, decided),
    )
    board = session.tumour_board
    for number, entry in enumerate(lines, start=1):
        wait_until(lambda: not (board.is_keeping or board.waits_for_result))
        board.add(entry)
        wait_until(lambda number=number: len(board.record.entries) == number)


def keep_others(library: CaseLibrary, now: datetime) -> None:
    """Other cases in the list, as after some weeks of use."""
    library.open()
    regimens = tuple(Regimen)
    for number, (patient_id, name, sex, age, afp, imaged) in enumerate(OTHERS):
        record = ClinicalRecord(
            patient_id=patient_id, name=name, sex=sex, age_years=age, afp_ng_per_ml=afp, vp=PortalVeinInvasion.VP2
        )
        kept = CaseSnapshot(
            regimen=regimens[number % len(regimens)],
            clinical=record,
            patient=PatientIdentity(patient_id, name, None, sex),
            ct=CtSource(Path("elsewhere"), f"1.2.{number}") if imaged else None,
            analysed=imaged and number % 2 == 0,
        )
        if number < 2:
            kept = replace(kept, slide=SlideSource(Path("elsewhere/biopsy.svs")))
        library.save(f"{number:032x}", kept, now - timedelta(days=3 * number + 1, hours=5 * number))
    library.close()

"""Whether cases are kept: in a library made for the purpose, and in the user's own, which is only looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from hccdesk import resources
from hccdesk.domain.audit import AuditAction, AuditEvent, AuditVerdict
from hccdesk.domain.case_library import CaseLibrary
from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.result import Figure
from hccdesk.domain.sentence import Sentence
from hccdesk.store.library_inspection import has_library, inspect_library
from hccdesk.workflow.selftest_plan import Check, Ground, Outcome, judged, not_applicable

_CASE_ID = "5e1f7e57" * 4
_DAMAGED_FROM, _DAMAGED_BYTES = 100, 8192
_PIXELS = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)


def store_checks(ground: Ground) -> Sequence[Check]:
    """A case saved and read back, a backup, a damaged library restored from it; then the user's own library."""
    folder = ground.scratch / "library"
    return [
        Check(Sentence.of("a case, saved and read back"), partial(_saved, ground, folder)),
        Check(Sentence.of("a backup"), partial(_backed_up, ground, folder)),
        Check(Sentence.of("a damaged library, restored from its backup"), partial(_restored, ground, folder)),
        Check(Sentence.of("the record of acts"), partial(_recorded, ground, folder)),
        Check(Sentence.of("your library"), partial(_own, ground.own_library)),
    ]


def _saved(ground: Ground, folder: Path) -> Outcome:
    with _open(ground, folder) as library:
        act = AuditEvent(AuditAction.CASE_SAVED, _CASE_ID)
        library.save(_CASE_ID, _snapshot(), datetime.now(UTC), (act,))
    with _open(ground, folder) as library:
        if _is_whole(library):
            return judged(True, Sentence.of("read back from the disk, field by field"))
        return judged(False, Sentence.of("what was read back is not what was kept"))


def _backed_up(ground: Ground, folder: Path) -> Outcome:
    with _open(ground, folder) as library:
        copy = library.back_up()
        size = copy.stat().st_size
    return judged(size > 0, Sentence.of("made and verified, {size} bytes", size=size))


def _restored(ground: Ground, folder: Path) -> Outcome:
    database = folder / "library.sqlite"
    with database.open("r+b") as file:
        file.seek(_DAMAGED_FROM)
        file.write(b"\xa5" * _DAMAGED_BYTES)
    with _open(ground, folder) as library:
        if _is_whole(library):
            return judged(True, Sentence.of("its first pages were overwritten; the case came back"))
        return judged(False, Sentence.of("its first pages were overwritten; the case did not come back as it was"))


def _recorded(ground: Ground, folder: Path) -> Outcome:
    with _open(ground, folder) as library:
        library.record(AuditEvent(AuditAction.SELFTEST_RUN))
        rows, verdict = library.audit_rows(), library.verify_audit()
    kept = bool(rows) and rows[-1].event.action is AuditAction.SELFTEST_RUN
    return judged(kept and verdict.is_whole, _said(verdict))


def _own(folder: Path | None) -> Outcome:
    if folder is None or not has_library(folder):
        return not_applicable(Sentence.of("no library was made on this account yet"))
    found = inspect_library(folder, resources.site_folder())
    if found is None:
        return not_applicable(Sentence.of("it is encrypted; it is checked whenever it is opened"))
    if not found.is_whole:
        return judged(False, Sentence.of("its file is damaged; open it, and it is restored from its backup"))
    told = Sentence.of("cases: {n}, every page whole; {acts}", n=found.n_cases, acts=_said(found.acts))
    return judged(found.acts.is_whole, told)


def _said(verdict: AuditVerdict) -> Sentence:
    tampering = [finding.what.unfinished for finding in verdict.findings if finding.is_tampering]
    if tampering:
        return Sentence.of("acts: {n}; {faults}", n=verdict.n_rows, faults=Sentence.listed(tampering))
    return Sentence.of("acts: {n}, their chain is whole", n=verdict.n_rows)


@contextmanager
def _open(ground: Ground, folder: Path) -> Iterator[CaseLibrary]:
    library = ground.library(folder)
    library.open()
    try:
        yield library
    finally:
        library.close()


def _is_whole(library: CaseLibrary) -> bool:
    kept, expected = library.load(_CASE_ID), _snapshot()
    same = replace(kept, key_images=()) == replace(expected, key_images=())
    return same and [image.rgb.tolist() for image in kept.key_images] == [_PIXELS.tolist()]


def _snapshot() -> CaseSnapshot:
    return CaseSnapshot(
        clinical=ClinicalRecord(patient_id="SELFTEST", age_years=61.0, albumin_g_per_l=38.5),
        patient=PatientIdentity("SELFTEST", "Selftest 自检"),
        key_images=(Figure("picture_1", _PIXELS, Sentence.of("A picture of the selftest.")),),
    )

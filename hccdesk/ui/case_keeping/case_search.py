"""Finding cases in the list: by any part of name or ID, and cases that may be one. No Qt."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from hccdesk.domain.case_snapshot import CaseEntry


class SameBy(StrEnum):
    """What two cases have in common."""

    PATIENT_ID = "patient_id"
    CT = "ct"
    SLIDE = "slide"


def matching(entries: Sequence[CaseEntry], text: str) -> tuple[CaseEntry, ...]:
    """The entries that hold every word of `text` in name or ID, whatever its case and width (Ａ is a)."""
    words = folded(text).split()
    return tuple(entry for entry in entries if all(word in _searched(entry) for word in words))


def same_case(entries: Sequence[CaseEntry], one: CaseEntry) -> tuple[CaseEntry, SameBy] | None:
    """Another entry that may be the same patient's, and by what; the patient ID counts before images."""
    others = [entry for entry in entries if entry.case_id != one.case_id]
    for by, value in _marks(one).items():
        for other in others:
            if value and _marks(other)[by] == value:
                return other, by
    return None


def folded(text: str | None) -> str:
    """Text without differences of case, width and composition, carets of DICOM names as blanks."""
    return unicodedata.normalize("NFKC", text or "").casefold().replace("^", " ").replace("=", " ").strip()


def _searched(entry: CaseEntry) -> str:
    name = folded(entry.name)
    # Somebody who types the name of a person without the blank means the same person.
    return f"{name} {name.replace(' ', '')} {folded(entry.patient_id)}"


def _marks(entry: CaseEntry) -> dict[SameBy, str]:
    return {
        SameBy.PATIENT_ID: folded(entry.patient_id),
        SameBy.CT: entry.series_instance_uid or "",
        SameBy.SLIDE: str(entry.slide or ""),
    }

"""What becomes of each case of a batch: its numbers, or its faults."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from hccdesk.domain.case import Case
from hccdesk.domain.errors import HccdeskError, InputFaults
from hccdesk.domain.progress import Progress
from hccdesk.domain.report_options import Paper
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.score_line import ScoreLine


class CaseState(StrEnum):
    """How far a case of a batch is; the value is the word in the table."""

    COMPUTED = "computed"
    KEPT = "kept"
    """Computed by an earlier run, from the same inputs and by the same models."""
    FAULTED = "fault"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How outputs are written; `again` computes what is there already too."""

    language: str = "en"
    paper: Paper = Paper.A4
    pdf: bool = True
    again: bool = False


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One case of a batch: `number` for the reader, `name` of its folder, which says nothing of the patient.

    `digest` is a sha256 over everything that `open` makes the case from; both may be slow and raise `InputError`.
    `files` are its inputs by role, so that a fault names a role and not a path.
    """

    number: int
    name: str
    patient_id: str
    digest: Callable[[Progress], str]
    open: Callable[[Progress], Case]
    files: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BatchFault:
    """One thing that is wrong with one case; `where` is the role of the input, empty where it is none."""

    number: int
    patient_id: str
    where: str
    what: Sentence
    what_to_do: Sentence


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A case of a batch as its table has it."""

    number: int
    name: str
    patient_id: str
    state: CaseState
    scores: ScoreLine | None = None
    faults: tuple[BatchFault, ...] = ()
    result_sha256: str = ""


def faults_of(item: BatchItem, error: Exception) -> tuple[BatchFault, ...]:
    """An error as faults of one case; one that is none of ours by its kind and place in the code, never its words."""
    if isinstance(error, InputFaults):
        return tuple(fault for one in error.faults for fault in faults_of(item, one))
    if isinstance(error, HccdeskError):
        return (BatchFault(item.number, item.patient_id, _role(item, error), error.said, error.advice),)
    kind, place = type(error).__name__, _place(error)
    what = Sentence.of("the program has a fault here ({kind}, {place}).", kind=kind, place=place)
    advice = Sentence.of("Please report it; the other cases are not affected.")
    return (BatchFault(item.number, item.patient_id, "", what, advice),)


def _role(item: BatchItem, error: HccdeskError) -> str:
    if not isinstance(error.where, Path):
        return ""
    return next((role for role, path in item.files.items() if error.where == path or path in error.where.parents), "")


def _place(error: Exception) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "hccdesk" in frame.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"

"""What keeping cases works on."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.ui.case_keeping.library_door import LibraryDoor
from hccdesk.ui.case_loader import CaseLoader
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.jobs import JobRunner
from hccdesk.ui.problem_board import ProblemBoard


@dataclass(frozen=True, slots=True)
class Parts:
    """The case on the desk, how it is read, where it is kept, the one thread that keeps it, and the problem list."""

    model: CaseModel
    loader: CaseLoader
    door: LibraryDoor
    runner: JobRunner
    board: ProblemBoard

"""What the library says of itself, and who else has a case, as lines of the problem list."""

from __future__ import annotations

from hccdesk.domain.case_library import CaseHolder, LibraryState
from hccdesk.domain.problem import Severity
from hccdesk.ui.case_keeping.held import held_by
from hccdesk.ui.language import translate
from hccdesk.ui.problem_board import BoardProblem, lines_of_error
from hccdesk.ui.spoken import say


def lines_of_state(state: LibraryState) -> tuple[BoardProblem, ...]:
    """That nothing can be saved, and why; and what happened when it was opened."""
    notices = tuple(BoardProblem(Severity.NOTE, "", say(notice), "", "cases") for notice in state.notices)
    if state.read_only is None:
        return notices
    advice = translate("CaseShelf", "Everything can be looked at and analysed; nothing is saved.")
    return (BoardProblem(Severity.WARNING, "", say(state.read_only), advice, "cases"), *notices)


def lines_of_holder(holder: CaseHolder | None) -> tuple[BoardProblem, ...]:
    """Who has the case on the desk, where it is somebody else."""
    lines = lines_of_error(held_by(holder), "case") if holder else ()
    return tuple(BoardProblem(Severity.WARNING, one.where, one.what, one.what_to_do, one.screen) for one in lines)

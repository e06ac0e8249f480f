"""How far each step of the rail is, from the case alone. No widgets."""

from __future__ import annotations

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.problem import Severity
from hccdesk.ui.case_keeping.board_keeping import BoardKeeping
from hccdesk.ui.patient_conflict import patient_conflicts
from hccdesk.ui.session import Session
from hccdesk.ui.shell.step_state import StepState

SCREENS = ("case", "ct", "slide", "results", "board", "report")


def step_states(session: Session, analysing: bool) -> dict[str, StepState]:
    """Each screen's state by name."""
    reading = session.loader.reading
    states = {
        "case": _state(_has_anything(session), bool({"files", "clinical"} & reading)),
        "ct": _state(session.model.viewed_ct is not None, "ct" in reading),
        "slide": _state(session.model.inputs.slide is not None, "slide" in reading),
        "results": _state(session.model.result_is_current, analysing),
        "board": _board_state(session.tumour_board),
        "report": _state(session.model.result_is_current and session.report_saved_for is session.model.result, False),
    }
    if session.model.inputs.mismatch_reason is None:
        states |= dict.fromkeys(patient_conflicts(session.model), StepState.PROBLEM)
    for name in SCREENS:
        if session.board.loudest_on(name) is Severity.STOP:
            states[name] = StepState.PROBLEM
    return states


def _has_anything(session: Session) -> bool:
    inputs = session.model.inputs
    return inputs.clinical != ClinicalRecord() or session.model.viewed_ct is not None or inputs.slide is not None


def _board_state(board: BoardKeeping) -> StepState:
    """Done once the decision on the result that is on the desk is signed."""
    final = board.of_result.is_final
    return _state(final, not final and bool(board.record.entries))


def _state(there: bool, working: bool) -> StepState:
    if working:
        return StepState.WORKING
    return StepState.DONE if there else StepState.EMPTY

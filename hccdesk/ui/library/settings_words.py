"""That the settings of the window could not be read is said; nothing of a case is in them."""

from __future__ import annotations

from hccdesk.domain.problem import Severity
from hccdesk.ui.language import translate
from hccdesk.ui.problem_board import BoardProblem
from hccdesk.ui.session import Session

SOURCE = "program"


def tell_of_settings(session: Session) -> None:
    """A line on the problem list where the file of the settings was put aside."""
    aside = session.settings.set_aside
    if aside:
        what = translate("WindowSettings", "The settings of the window could not be read; they are as at first.")
        advice = translate("WindowSettings", "The file is kept as {file}. Cases are not affected.")
        line = BoardProblem(Severity.NOTE, "", what, advice.format(file=aside.name), "case")
        session.board.replace(SOURCE, (line,))

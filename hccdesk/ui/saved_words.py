"""Whether the case on the desk is saved, in words: said only after it was read back from the disk. No widgets."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from hccdesk.domain.case_library import LibraryState
from hccdesk.ui.case_keeping.held import held_by
from hccdesk.ui.case_keeping.keeper import SOURCE, CaseKeeper
from hccdesk.ui.language import translate
from hccdesk.ui.problem_board import ProblemBoard
from hccdesk.ui.shell.saved_state import SavedState
from hccdesk.ui.spoken import say

MOST_LETTERS = 46


def saved_state(keeper: CaseKeeper, board: ProblemBoard, library: LibraryState | None, now: datetime) -> SavedState:
    """What the banner says of the case on the desk."""
    if keeper.is_read_only:
        return SavedState(translate("SavedState", "Read-only"), _why_read_only(keeper, library))
    if keeper.failed:
        reason = next((line.what for line in board.of(SOURCE)), "")
        said = (
            translate("SavedState", "⚠ Not saved: {reason}").format(reason=_short(reason))
            if reason
            else translate("SavedState", "⚠ Not saved")
        )
        advice = translate(
            "SavedState",
            "It is tried again every few seconds. “Export case …” in the list of cases saves a copy elsewhere.",
        )
        return SavedState(said, f"{reason}\n{advice}".strip(), is_fault=True)
    if keeper.is_saving:
        return SavedState(
            translate("SavedState", "Saving …"), translate("SavedState", "Every change is saved within a second.")
        )
    if keeper.saved_at is None:
        return SavedState("", "")
    at = keeper.saved_at
    time = f"{at:%H:%M:%S}" if at.date() == now.date() else f"{at:%Y-%m-%d %H:%M}"
    return SavedState(translate("SavedState", "Saved {time}").format(time=time), _where(library))


def _where(library: LibraryState | None) -> str:
    every = translate("SavedState", "Every change is saved on this computer within a second.")
    if library is None or library.folder == Path():
        return every
    where = translate("SavedState", "Saved in {folder}, and read back from the disk before this was said.")
    return f"{where.format(folder=library.folder)}\n{translate('SavedState', 'Every change is saved within a second.')}"


def _why_read_only(keeper: CaseKeeper, library: LibraryState | None) -> str:
    advice = translate("SavedState", "Nothing is saved. “Export case …” in the list of cases saves a copy elsewhere.")
    if keeper.holder:
        return f"{say(held_by(keeper.holder).said)}\n{advice}"
    return f"{say(library.read_only)}\n{advice}" if library and library.read_only else advice


def _short(text: str) -> str:
    text = text.rstrip(".。")
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1].rstrip()}…"

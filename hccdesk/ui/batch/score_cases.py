"""What the case list does with a selection: asks for a folder, starts the batch, shows its window."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from hccdesk.ui.batch.batch_acts import batch_of
from hccdesk.ui.batch.batch_window import BatchWindow
from hccdesk.ui.language import translate
from hccdesk.ui.session import Session
from hccdesk.ui.shell.beside import shown_beside


def score_cases(session: Session, case_ids: Sequence[str], parent: QWidget) -> None:
    """Score these; while a batch runs, its window is shown and no other begins."""
    batch = batch_of(session)
    if not batch.running:
        entries = [entry for entry in session.shelf.entries if entry.case_id in case_ids]
        title = translate("BatchWindow", "Folder for scores.csv, and a folder for each case")
        chosen = QFileDialog.getExistingDirectory(parent, title) if entries else ""
        if not chosen:
            return
        batch.start(entries, Path(chosen))
    shown_beside(parent.window(), BatchWindow, partial(BatchWindow, session))

"""Asks which cases to bring in, and where to write one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from hccdesk.ui.case_list.case_carrier import SUFFIX, neutral_name
from hccdesk.ui.language import translate


def cases_to_import(parent: QWidget) -> list[Path]:
    """The chosen files; none where nothing was chosen."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, translate("CaseCarrier", "Import cases"), "", _kinds())
    return [Path(path) for path in chosen]


def place_of_export(parent: QWidget, case_id: str | None) -> Path | None:
    """The file to write; its name says nothing of the patient unless somebody types it."""
    title = translate("CaseCarrier", "Export case")
    chosen, _ = QFileDialog.getSaveFileName(parent, title, neutral_name(case_id), _kinds())
    return Path(chosen) if chosen else None


def _kinds() -> str:
    return translate("CaseCarrier", "Exported cases") + f" (*{SUFFIX})"

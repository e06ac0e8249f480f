"""What checking the audit trail found: one line on the whole, one for each finding."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QListWidget, QWidget

from hccdesk.domain.audit import AuditFinding, AuditVerdict
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.pieces import column, label, set_role

MOST_SHOWN = 500
LINES_PX = 96


class FindingList(QWidget):
    """Whole or tampered with, by shape and word."""

    def __init__(self) -> None:
        super().__init__()
        self._verdict, self._lines = label("", "muted", wrap=True), QListWidget()
        self._lines.setAccessibleName(self.tr("Findings"))
        self._lines.setWordWrap(True)
        self._lines.setFixedHeight(LINES_PX)
        layout = column(self, 0, 8)
        layout.addWidget(self._verdict)
        layout.addWidget(self._lines)
        self.tell("")

    @property
    def said(self) -> str:
        """The line on the whole."""
        return self._verdict.text()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the findings."""
        return tuple(self._lines.item(number).text() for number in range(self._lines.count()))

    def tell(self, text: str, role: str = "muted") -> None:
        """Something else than a verdict."""
        self._lines.clear()
        self._lines.hide()
        self._verdict.setText(text)
        self._verdict.setVisible(bool(text))
        set_role(self._verdict, role)

    def show_verdict(self, verdict: AuditVerdict, at: datetime) -> None:
        """What was found when."""
        self.tell(self._whole(verdict, at) if verdict.is_whole else self._tampered(verdict, at), _role(verdict))
        # Tampering first; a trail that was rewritten as a whole has a finding for each of its thousands of rows.
        for finding in sorted(verdict.findings, key=lambda finding: not finding.is_tampering)[:MOST_SHOWN]:
            self._lines.addItem(self._line(finding))
        if len(verdict.findings) > MOST_SHOWN:
            more = self.tr("… and {n} more; the export has all of them.")
            self._lines.addItem(more.format(n=len(verdict.findings) - MOST_SHOWN))
        self._lines.setVisible(bool(verdict.findings))

    def _whole(self, verdict: AuditVerdict, at: datetime) -> str:
        said = self.tr("✓ Whole: {n} acts, none changed, taken out or put in. Checked {time}.")
        return said.format(n=verdict.n_rows, time=f"{at:%Y-%m-%d %H:%M}")

    def _tampered(self, verdict: AuditVerdict, at: datetime) -> str:
        said = self.tr("▲ Tampered with: {n} findings in {rows} acts. Checked {time}.")
        found = sum(finding.is_tampering for finding in verdict.findings)
        return said.format(n=found, rows=verdict.n_rows, time=f"{at:%Y-%m-%d %H:%M}")

    def _line(self, finding: AuditFinding) -> str:
        return f"{'▲' if finding.is_tampering else '●'}  {say(finding.what)}"


def _role(verdict: AuditVerdict) -> str:
    return "" if verdict.is_whole else "problem"

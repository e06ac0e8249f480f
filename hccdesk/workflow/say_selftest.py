"""The summary of a check of the installation as lines of a terminal."""

from __future__ import annotations

from hccdesk.domain.selftest import SelftestReport
from hccdesk.report.selftest_text import text_lines


def say_selftest(report: SelftestReport, language: str) -> tuple[str, ...]:
    """Every section, and of its checks those that failed; at most 80 columns."""
    return text_lines(report, language, whole=False)

"""Write the report alone, to a file of the user's choice."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.result import CaseResult
from hccdesk.report.outline import outline
from hccdesk.report.pdf import write_pdf


def write_report(result: CaseResult, path: Path, language: str = "en") -> Path:
    """The PDF at `path`, whole or not at all; `language` is `en` or `zh`."""
    write_pdf(outline(result, language), path)
    return path

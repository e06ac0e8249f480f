"""The report on paper: an outline set as PDF, the same bytes for the same outline."""

from __future__ import annotations

import threading
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.platypus.doctemplate import LayoutError

from hccdesk.atomic_file import write_whole
from hccdesk.domain.errors import ReportError
from hccdesk.domain.report_options import Paper
from hccdesk.report.archive_canvas import ArchiveCanvas
from hccdesk.report.archive_document import UNDATED, DocumentFacts
from hccdesk.report.document import ReportOutline
from hccdesk.report.fonts import require_glyphs
from hccdesk.report.page_builder import LANGUAGE_TAGS, SIDE_PT, PageBuilder, PageCounter
from hccdesk.report.typeset import flowables

# reportlab would fetch images named in text from disk and network; nothing of ours is named so.
rl_config.trustedSchemes = ["data"]
rl_config.trustedHosts = []
rl_config.useA85 = 0  # pictures as bytes, not as letters: a third of the time, a fifth smaller

_ONE_AT_A_TIME = threading.Lock()
"""reportlab's registered fonts are one for the process and note the document being set."""


_SIZES: dict[Paper, tuple[float, float]] = {Paper.A4: A4, Paper.LETTER: LETTER}


def write_pdf(outline: ReportOutline, path: Path, paper: Paper = Paper.A4) -> None:
    """Write the report to `path`, whole or not at all.

    Raises `ReportError` when a character has no font on this machine (nothing is ever printed blank), when
    the text cannot be set, or when the file cannot be written, e.g. while it is open in a viewer.
    """
    save_pdf(pdf_bytes(outline, paper), path)


def save_pdf(content: bytes, path: Path) -> None:
    """Write a report that was set before; `ReportError` when the file cannot be written."""
    try:
        write_whole(path, content)
    except OSError as error:
        raise ReportError(
            "The report could not be written.",
            where=path,
            what_to_do="Close it where it is open, or choose another folder.",
        ) from error


def pdf_bytes(outline: ReportOutline, paper: Paper = Paper.A4) -> bytes:
    """The report as the bytes of a PDF file."""
    require_glyphs(outline.texts)
    with _ONE_AT_A_TIME:
        _, pages = _build(outline, paper, 0, PageCounter)
        content, _ = _build(outline, paper, pages, partial(ArchiveCanvas, facts=_facts(outline)))
    return content


def _facts(outline: ReportOutline) -> DocumentFacts:
    language, dated = LANGUAGE_TAGS[outline.language], outline.dated or UNDATED
    return DocumentFacts(outline.title, outline.author, outline.frame.report_id, language, dated)


def _build(outline: ReportOutline, paper: Paper, pages: int, canvas: Any) -> tuple[bytes, int]:
    target = BytesIO()
    size = _SIZES[paper]
    builder = PageBuilder(target, outline, size, pages)
    try:
        builder.build(flowables(outline, size[0] - 2 * SIDE_PT), canvasmaker=canvas)
    except LayoutError as error:
        raise ReportError(
            "A part of the report does not fit on a page.", what_to_do="Shorten the free text."
        ) from error
    return target.getvalue(), int(builder.page)

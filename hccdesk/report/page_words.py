"""The words of a finished PDF, as a reader copies them from it."""

from __future__ import annotations

import pypdfium2

from hccdesk.report.page_images import ONE_AT_A_TIME


def page_words(pdf: bytes) -> tuple[str, ...]:
    """The text of every page."""
    with ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        return tuple(document[number].get_textpage().get_text_bounded() for number in range(len(document)))

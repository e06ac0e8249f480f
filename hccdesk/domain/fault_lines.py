"""A fault of the program as it may be written down: without its message, which may quote a patient."""

from __future__ import annotations

import traceback


def fault_lines(error: BaseException) -> list[str]:
    """The kind of error and its places in the code, then those of the errors that it came from."""
    lines: list[str] = []
    link: BaseException | None = error
    while link is not None:
        lines += [type(link).__name__, "".join(traceback.format_tb(link.__traceback__))]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return lines

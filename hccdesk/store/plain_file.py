"""Reads a file only where it is one: no link, no pipe, no device, no more than expected."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from hccdesk.domain.sentence import Sentence


class NotPlain(Exception):  # noqa: N818 - a fact about a file; the caller knows whose fault it is
    """Why a file was not read."""

    def __init__(self, why: Sentence) -> None:
        self.why = why
        super().__init__(why.text)


def read_plain(path: Path, maximum_bytes: int) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file and what the system says of it; raises `NotPlain`."""
    # O_NONBLOCK: a pipe with the file's name must not hang us before fstat tells what it is.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if path.is_symlink():  # Windows has no O_NOFOLLOW
        raise NotPlain(Sentence.of("{file} is a link", file=path.name))
    try:
        handle = os.open(path, flags)
    except OSError:
        raise NotPlain(Sentence.of("{file} is missing or cannot be read", file=path.name)) from None
    with os.fdopen(handle, "rb") as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise NotPlain(Sentence.of("{file} is not a regular file", file=path.name))
        data = file.read(maximum_bytes + 1)
    if len(data) > maximum_bytes:
        raise NotPlain(
            Sentence.of("{file} is larger than {maximum} MiB", file=path.name, maximum=max(maximum_bytes >> 20, 1))
        )
    return data, facts

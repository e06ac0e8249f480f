"""Which inputs of a case that is read from its copies are others by now where they first came from."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from hccdesk.domain.case_library import KeptInput
from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import Progress
from hccdesk.workflow.input_hash import file_sha256

STAGE = "Comparing with the originals"


def changed_originals(kept: Sequence[KeptInput], progress: Progress) -> tuple[KeptInput, ...]:
    """The inputs whose files at their first place hold something else than their copies; what is gone counts as not.

    Content is compared only where something there was written since it was copied, for slides are large.
    """
    changed = []
    for done, one in enumerate(kept):
        progress.step(done, len(kept), STAGE)
        with suppress(OSError, InputError):
            if one.kept and one.original.exists() and _is_newer(one) and not _is_same(one, progress):
                changed.append(one)
    return tuple(changed)


def _is_newer(one: KeptInput) -> bool:
    """A file that takes the place of another may bring an older date of writing along, but not of its place."""
    since = one.kept_at.timestamp()
    facts = [path.stat() for path in _files(one.original)]
    return any(max(fact.st_mtime, fact.st_ctime) > since for fact in facts)


def _is_same(one: KeptInput, progress: Progress) -> bool:
    """Whether every copied file is still there: beside it there may be others, e.g. of another series."""
    there = set()
    for path in _files(one.original):
        progress.step(0, 1, STAGE)
        there.add(file_sha256(path))
    return {file_sha256(path) for path in _files(one.kept or one.original)} <= there


def _files(root: Path) -> list[Path]:
    """A file that names others stands for them: they are not compared."""
    return [root] if root.is_file() else [path for path in sorted(root.rglob("*")) if path.is_file()]

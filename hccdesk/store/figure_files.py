"""The pictures of a result as PNG files beside `result.json`."""

from __future__ import annotations

import hashlib
from pathlib import Path

import imagecodecs

from hccdesk.atomic_file import write_whole
from hccdesk.domain.errors import StoreError
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence

FOLDER_NAME = "figures"


def write_figures(result: CaseResult, folder: Path) -> dict[str, str]:
    """Write `figures/<name>.png` in the place of an earlier result's; the sha256 of each file by its figure's name."""
    target = folder / FOLDER_NAME
    hashes = {}
    try:
        for stale in target.glob("*.png"):
            stale.unlink()
        for figure in result.figures:
            target.mkdir(parents=True, exist_ok=True)
            content = bytes(imagecodecs.png_encode(figure.rgb))
            write_whole(target / f"{figure.name}.png", content)
            hashes[figure.name] = hashlib.sha256(content).hexdigest()
    except OSError as error:
        raise StoreError(
            Sentence.of("the figures could not be written ({reason}).", reason=error.strerror or type(error).__name__),
            where=target,
            what_to_do="Choose a folder that can be written to and has space.",
        ) from error
    return hashes

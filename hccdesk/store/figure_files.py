"""The pictures of a result as PNG files beside `result.json`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import imagecodecs
import numpy as np
from numpy.typing import NDArray

from hccdesk.atomic_file import write_whole
from hccdesk.domain.errors import StoreError
from hccdesk.domain.result import CaseResult, HaimFinding
from hccdesk.domain.sentence import Sentence

FOLDER_NAME = "figures"
LARGEST_PICTURE = 1 << 27
_SAFE_NAME = re.compile(r"[\w-]+(\.[\w-]+)*", re.ASCII)


def pictures_of(result: CaseResult) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """The figures, and the patches that moved the slide's score most, by name."""
    for figure in result.figures:
        yield figure.name, figure.rgb
    finding = result.slide_response
    if isinstance(finding, HaimFinding) and finding.explanation is not None:
        for number, patch in enumerate(finding.explanation.gallery, start=1):
            yield patch_name(number), patch.rgb


def patch_name(number: int) -> str:
    """Of the gallery's picture number `number`, from 1."""
    return f"patch_{number}"


def write_figures(result: CaseResult, folder: Path) -> dict[str, str]:
    """Write `figures/<name>.png` in the place of an earlier result's; the sha256 of each file by its picture's name."""
    target = folder / FOLDER_NAME
    hashes = {}
    try:
        for stale in target.glob("*.png"):
            stale.unlink()
        for name, rgb in pictures_of(result):
            hashes[name] = _written(target, name, rgb)
    except OSError as error:
        raise _unwritable(target, error) from error
    return hashes


def write_pictures(pictures: Iterable[tuple[str, NDArray[np.uint8]]], folder: Path) -> dict[str, str]:
    """Write more pictures beside those of `write_figures`; the sha256 of each file by its name."""
    target = folder / FOLDER_NAME
    try:
        return {name: _written(target, name, rgb) for name, rgb in pictures}
    except OSError as error:
        raise _unwritable(target, error) from error


def read_picture(folder: Path, name: str, sha256: str) -> bytes:
    """The file of a picture beside the result in `folder`.

    `StoreError` where it is gone or another than `sha256` says; `ValueError` for a name that none of ours has.
    """
    if not _SAFE_NAME.fullmatch(name):
        raise ValueError("a name that is none of ours")
    path = folder / FOLDER_NAME / f"{name}.png"
    content = _content(path)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoreError(
            "this picture is not the one that was written with the result, so no report is made.",
            where=path,
            what_to_do="Bring back the folder as it was written, or analyse the case again.",
        )
    return content


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST_PICTURE)
    except OSError as error:
        raise StoreError(
            "this picture belongs to the result and cannot be read, so no report is made.",
            where=path,
            what_to_do="Copy the folder figures together with result.json.",
        ) from error


def _written(target: Path, name: str, rgb: NDArray[np.uint8]) -> str:
    target.mkdir(parents=True, exist_ok=True)
    content = bytes(imagecodecs.png_encode(np.ascontiguousarray(rgb)))
    write_whole(target / f"{name}.png", content)
    return hashlib.sha256(content).hexdigest()


def _unwritable(target: Path, error: OSError) -> StoreError:
    return StoreError(
        Sentence.of("the figures could not be written ({reason}).", reason=error.strerror or type(error).__name__),
        where=target,
        what_to_do="Choose a folder that can be written to and has space.",
    )

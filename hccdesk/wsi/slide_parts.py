"""The files that one slide is made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.wsi.dicom_pyramid import is_dicom_slide, pyramid_of
from hccdesk.wsi.regular_file import is_regular_file

_LARGEST_INDEX_BYTES = 2**20


def slide_parts(path: Path) -> tuple[Path, ...]:
    """The files that the slide at `path` is read from; see `open_slide.files_of`."""
    if not is_regular_file(path):
        raise InputError("The slide cannot be found.", where=path, what_to_do="Check the path and the drive.")
    if is_dicom_slide(path):
        return tuple(part.path for level in pyramid_of(path) for part in level)
    suffix = path.suffix.lower()
    if suffix == ".mrxs":
        return path, *_data_folder(path)
    if suffix in (".vms", ".vmu"):
        return path, *_named_in(path)
    return (path,)


def _data_folder(stub: Path) -> Iterator[Path]:
    """What lies in MIRAX's folder beside its stub; leftovers of a file manager (hidden files) are no part of it."""
    try:
        inside = sorted(stub.with_suffix("").iterdir())
    except OSError as error:
        what = Sentence.of('The slide\'s data folder "{folder}" cannot be read.', folder=stub.stem)
        raise InputError(what, where=stub, what_to_do="Copy the .mrxs file together with its folder.") from error
    yield from (part for part in inside if is_regular_file(part) and not part.name.startswith("."))


def _named_in(index: Path) -> Iterator[Path]:
    """The files beside `index`, Hamamatsu's text of `key=value` lines, that its values name, each once."""
    try:
        with index.open("rb") as file:
            lines = file.read(_LARGEST_INDEX_BYTES).decode("utf-8", errors="replace").splitlines()
    except OSError as error:
        raise InputError(
            "The slide cannot be read.", where=index, what_to_do="Check the path and the drive."
        ) from error
    names = dict.fromkeys(line.partition("=")[2].strip() for line in lines)
    parts = (index.parent / name for name in names if name and Path(name).name == name)
    yield from (part for part in parts if part != index and is_regular_file(part))

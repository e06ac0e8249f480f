"""A result read back from `result.json` and the pictures beside it: all of it as it was written, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hccdesk.domain.errors import StoreError
from hccdesk.domain.result import CaseResult
from hccdesk.store.case_file_values import UnknownFieldError
from hccdesk.store.figure_files import FOLDER_NAME, read_picture
from hccdesk.store.result_content import figures_named, result_from
from hccdesk.store.result_file import DIGEST, FILE_NAME, FORMAT, VERSION
from hccdesk.store.sealed_json import DAMAGE, SealedKind, changed, sealed_document

KIND = SealedKind(FORMAT, VERSION, FILE_NAME)


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A result, the file it was in, and the digest that the file gives itself, which a board's record names."""

    result: CaseResult
    file: Path
    sha256: str


def read_result(path: Path) -> KeptResult:
    """The result in `path`, a `result.json` or the folder that holds it.

    Raises `StoreError` in words: gone, cut short, edited, of another version, or with a picture beside it that is
    missing or another. The digests find what was changed, by accident or by an editor; they are no signature.
    """
    file = path / FILE_NAME if path.is_dir() else path
    document = sealed_document(file, KIND)
    try:
        explained = document["slide_response"].get("explanation") or {"pictures": []}
        hashes = {one["name"]: one["sha256"] for one in (*document["figures"], *explained["pictures"])}
        named = sorted(figures_named(document["content"]))
        figures = {one: _figure(file.parent, one, hashes) for one in named}
        return KeptResult(result_from(document["content"], figures), file, document[DIGEST])
    except UnknownFieldError as error:
        raise StoreError(
            "this file was written by another version of hccdesk.", where=file, what_to_do="Update hccdesk."
        ) from error
    except DAMAGE as error:
        raise changed(file) from error


def _figure(folder: Path, named: str, hashes: dict[str, Any]) -> bytes:
    name = named.removeprefix(f"{FOLDER_NAME}/").removesuffix(".png")
    return read_picture(folder, name, hashes[name])

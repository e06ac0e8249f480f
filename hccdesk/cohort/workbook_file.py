"""An Excel workbook opened safely: its size looked at first, its formulas never computed."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hccdesk.cohort.text_file import LARGEST_TABLE_BYTES, bytes_of, too_large
from hccdesk.domain.errors import InputError
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.sentence import Sentence

LARGEST_UNPACKED_BYTES = 200 * 2**20
"""What a table of 20 MiB may unpack to; a small file that unpacks to gigabytes is an attack."""
_OLE = b"\xd0\xcf\x11\xe0"
_DAMAGE = (SyntaxError, ValueError, LookupError, EOFError, OSError, zipfile.BadZipFile, zlib.error)
"""What a sheet's part raises when it is read: not well-formed (a SyntaxError), entities, wrong indices, torn."""
_MERGED = re.compile(rb'<(?:\w{1,20}:)?mergeCell [^>]*?ref="([A-Z0-9:]{1,20})"')
_ROW = re.compile(rb"<(?:\w{1,20}:)?row [^>]*>")
_NUMBER, _HIDDEN = re.compile(rb' r="([0-9]{1,7})"'), re.compile(rb' hidden="(?:1|true)"')


@dataclass(frozen=True, slots=True)
class OpenedWorkbook:
    """The workbook's cells as last computed, its file, and its parts by name."""

    path: Path
    content: bytes
    values: Any
    parts: zipfile.ZipFile


@contextmanager
def open_workbook_file(path: Path) -> Iterator[OpenedWorkbook]:
    """The workbook at `path`; raises `InputError` where it is too large, protected, of an old format or damaged."""
    content = bytes_of(path, LARGEST_TABLE_BYTES)
    _require_workbook(content, path)
    with _parts(content, path) as parts:
        if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED_BYTES:
            raise too_large(path, LARGEST_UNPACKED_BYTES)
        values = _loaded(content, path, data_only=True)
        try:
            yield OpenedWorkbook(path, content, values, parts)
        except _DAMAGE as error:
            raise _damaged(path) from error
        finally:
            values.close()


def _parts(content: bytes, path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _damaged(path) from error


def merged_ranges(book: OpenedWorkbook, sheet: Any, path: Path) -> list[str]:
    """The merged cells of a sheet, e.g. ["A3:A5"]; they stand behind the rows, where reading by rows does not come."""
    return [found.decode() for found in _MERGED.findall(_xml(book, sheet, path))]


def hidden_rows(book: OpenedWorkbook, sheet: Any, path: Path) -> list[int]:
    """The numbers of rows that a filter or a hand has hidden from view."""
    hidden = [row for row in _ROW.findall(_xml(book, sheet, path)) if _HIDDEN.search(row)]
    return [int(number[1]) for row in hidden if (number := _NUMBER.search(row))]


def _xml(book: OpenedWorkbook, sheet: Any, path: Path) -> bytes:
    try:
        return book.parts.read(str(sheet._worksheet_path).lstrip("/"))
    except (KeyError, zipfile.BadZipFile) as error:
        raise _damaged(path) from error


def uncomputed(book: OpenedWorkbook, sheet: Any) -> frozenset[tuple[int, int]]:
    """(row, column) of formulas without a saved result, which would read as empty."""
    as_typed = _loaded(book.content, book.path, data_only=False)
    try:
        typed = as_typed[sheet.title]
        typed.reset_dimensions()
        return frozenset(
            (cell.row, cell.column)
            for values, formulas in zip(sheet.iter_rows(), typed.iter_rows(), strict=False)
            for value, cell in zip(values, formulas, strict=False)
            if value.value is None and cell.value is not None
        )
    finally:
        as_typed.close()


def parts_to_know(book: OpenedWorkbook) -> tuple[Problem, ...]:
    """Macros and links to other workbooks, as problems."""
    names = book.parts.namelist()
    found = []
    if any(name.endswith("vbaProject.bin") for name in names):
        found.append(
            Problem(Severity.NOTE, book.path.name, Sentence.of("the workbook holds macros, which were not run"))
        )
    if any(name.startswith("xl/externalLinks/") for name in names):
        found.append(
            Problem(
                Severity.WARNING,
                book.path.name,
                Sentence.of("cells are linked to another workbook; their values are those last saved"),
                Sentence.of("paste the values in place of the links"),
            )
        )
    return tuple(found)


def _require_workbook(content: bytes, path: Path) -> None:
    if content.startswith(_OLE):
        raise InputError(
            "The workbook is protected by a password, or of Excel's old format.",
            where=path,
            what_to_do='Save it without a password as "Excel workbook (.xlsx)" or as CSV UTF-8.',
        )
    if not content.startswith(b"PK\x03\x04"):
        raise _damaged(path)


def _loaded(content: bytes, path: Path, *, data_only: bool) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415 - takes half a second, and a CSV does not need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that do not concern the values
        try:
            return load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
        except Exception as error:  # openpyxl raises whatever a damaged part leads to
            raise _damaged(path) from error


def _damaged(path: Path) -> InputError:
    return InputError(
        "The workbook is damaged, or is no workbook.", where=path, what_to_do="Save it again as .xlsx or as CSV UTF-8."
    )

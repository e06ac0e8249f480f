"""Text of a file from a hospital's machines: UTF-8, or what older programs there still write."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence

UTF_8, UTF_16 = "UTF-8", "UTF-16"
LARGEST_TABLE_BYTES = 20 * 2**20
LARGEST_JSON_BYTES = 2**20
"""A clinical row takes some 2 kB; an object a thousand times that is none."""
_TITLES = {"utf-16": UTF_16, "utf-8-sig": UTF_8, "gb18030": "GB18030", "cp1252": "Windows-1252"}
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")


def read_text(path: Path, largest_bytes: int = LARGEST_TABLE_BYTES) -> str:
    """The text of a file; see `read_text_and_encoding`."""
    return read_text_and_encoding(path, largest_bytes)[0]


def read_text_and_encoding(path: Path, largest_bytes: int = LARGEST_TABLE_BYTES) -> tuple[str, str]:
    """The text of a file and its encoding: UTF-8 (with or without BOM), UTF-16 with BOM, GB18030 or Windows-1252.

    Without a BOM, bytes that are not UTF-8 are GB18030 where they come in pairs as Chinese characters do, and
    Windows-1252 where they stand alone as accented letters do; a mixture is refused, since a guess could put a
    wrong name on a report. Refused too: nothing in the file, more than `largest_bytes`, binary files.
    """
    raw = bytes_of(path, largest_bytes)
    decoded = _decoded(raw)
    if decoded is None:
        raise InputError(
            "The text is in an encoding that cannot be told.", where=path, what_to_do='Save it as "CSV UTF-8" or UTF-8.'
        )
    text, encoding = decoded
    if not text.strip():
        raise InputError("The file is empty.", where=path)
    if raw.startswith(b"PK\x03\x04") or "\x00" in text:
        raise InputError(
            "This is not a text file.", where=path, what_to_do="Save the table as CSV (UTF-8), not as a workbook."
        )
    return text, encoding


def bytes_of(path: Path, largest: int) -> bytes:
    """The content of a file; raises `InputError` where it cannot be read or is larger than `largest` bytes."""
    try:
        with path.open("rb") as file:
            raw = file.read(largest + 1)
    except OSError as error:
        raise InputError(
            Sentence.of("The file cannot be read ({reason}).", reason=str(error.strerror)), where=path
        ) from error
    if len(raw) > largest:
        raise too_large(path, largest)
    return raw


def too_large(path: Path, largest: int) -> InputError:
    """The refusal of a file larger than the clinical data of any cohort."""
    return InputError(
        Sentence.of(
            "The file is larger than {largest} MiB, far more than clinical rows need.", largest=largest // 2**20
        ),
        where=path,
        what_to_do="Check that it is the right file.",
    )


def _decoded(raw: bytes) -> tuple[str, str] | None:
    for encoding in _candidates(raw):
        try:
            return raw.decode(encoding), _TITLES[encoding]
        except UnicodeDecodeError:
            continue
    return None


def _candidates(raw: bytes) -> list[str]:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    lengths = [len(run) for run in _HIGH_BYTES.findall(raw)]
    if all(length % 2 == 0 for length in lengths):
        return ["utf-8-sig", "gb18030"]
    if all(length == 1 for length in lengths):
        return ["utf-8-sig", "cp1252"]
    return ["utf-8-sig"]

"""A zip from somebody else: what it must not hold is found from its directory, before any of it is unpacked."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence

LARGEST_FILE = 64 << 30
LARGEST_ENTRY = 1 << 28
LARGEST_WHOLE = 1 << 30
"""What the case itself, without images, may unpack to."""
MOST_ENTRIES = 30_000
MOST_TIMES = 200
NO_BOMB_BELOW = 1 << 26
"""Masks pack well; what is small in the end does no harm."""
IMAGES = "inputs/"
_ROLES = "ct|ct_roi|slide|slide_roi|clinical"
_NAME = r"[A-Za-z0-9_][A-Za-z0-9_ .()-]{0,98}[A-Za-z0-9_)]|[A-Za-z0-9_]"
_OF_CASE = re.compile(r"(entry|case|result|inputs|board)\.json|\d{1,6}\.(bits|png|f64|raw)")
_OF_IMAGES = re.compile(rf"{IMAGES}({_ROLES})/({_NAME})(/({_NAME}))?")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_ARCHIVES = (".zip", ".hcccase", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".jar", ".iso")
_PACKED_REGION = ".nii.gz"
_ENCRYPTED, _LONGEST_SAID = 0x1, 60


def check_zip(zipped: ZipFile, size_bytes: int) -> None:
    """Raises `StoreError` with the first reason not to unpack it; `size_bytes` is the file's own size."""
    entries = zipped.infolist()
    if size_bytes > LARGEST_FILE or len(entries) > MOST_ENTRIES:
        raise refused(Sentence.of("it holds more than any case does"))
    for entry in entries:
        reason = _why_not(entry)
        if reason:
            raise refused(reason)
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        raise refused(Sentence.of("it holds two entries of one name"))
    _check_sizes(entries, size_bytes)


def refused(reason: Sentence) -> StoreError:
    """The file is not taken."""
    return StoreError(
        Sentence.of("this file was not taken: {reason}.", reason=reason),
        what_to_do="Ask whoever sent it to export the case again.",
    )


def read_entry(zipped: ZipFile, name: str) -> bytes:
    """An entry of the case; what the directory claims of its size is not believed."""
    with zipped.open(name) as stream:
        content = stream.read(LARGEST_ENTRY + 1)
    if len(content) > LARGEST_ENTRY:
        raise refused(Sentence.of("it would unpack to far more than it is"))
    return content


def is_zip(path: Path) -> bool:
    """Whether it begins as a zip does, and is one."""
    try:
        with ZipFile(path):
            return True
    except (BadZipFile, OSError, ValueError):
        return False


def _why_not(entry: ZipInfo) -> Sentence | None:  # noqa: PLR0911 - a table of reasons
    name = entry.orig_filename
    said = _said(name)
    if _leads_out(name):
        return Sentence.of("{name} names a place outside of it", name=said)
    if entry.flag_bits & _ENCRYPTED:
        return Sentence.of("it is encrypted")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Sentence.of("{name} is a link", name=said)
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return Sentence.of("{name} is packed in a way that is not known here", name=said)
    if name.lower().endswith(_ARCHIVES) and not name.lower().endswith(_PACKED_REGION):
        return Sentence.of("{name} is another archive", name=said)
    if not _has_a_place(name):
        return Sentence.of("{name} has no place in a case", name=said)
    if name.startswith(IMAGES) and entry.compress_type != ZIP_STORED:
        return Sentence.of("{name} is packed in a way that is not known here", name=said)
    return None


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or "\\" in name or ":" in name or "\0" in name


def _has_a_place(name: str) -> bool:
    if any(_RESERVED.fullmatch(part) for part in name.split("/")):  # devices, on Windows
        return False
    return bool(_OF_CASE.fullmatch(name) or _OF_IMAGES.fullmatch(name))


def _check_sizes(entries: list[ZipInfo], size_bytes: int) -> None:
    of_case = [entry for entry in entries if not entry.filename.startswith(IMAGES)]
    unpacked = sum(entry.file_size for entry in of_case)
    packed = sum(entry.compress_size for entry in of_case)
    too_large = unpacked > LARGEST_WHOLE or any(entry.file_size > LARGEST_ENTRY for entry in of_case)
    if too_large or unpacked > max(NO_BOMB_BELOW, MOST_TIMES * packed):
        raise refused(Sentence.of("it would unpack to far more than it is"))
    # Entries that lie over one another unpack the same bytes again and again.
    if sum(entry.compress_size for entry in entries) > size_bytes:
        raise refused(Sentence.of("it would unpack to far more than it is"))
    if any(entry.file_size != entry.compress_size for entry in entries if entry.filename.startswith(IMAGES)):
        raise refused(Sentence.of("it would unpack to far more than it is"))


def _said(name: str) -> str:
    """A name that somebody else chose, for a sentence of ours."""
    plain = "".join(c if c.isprintable() and c not in "{}" else "?" for c in name)
    return plain if len(plain) <= _LONGEST_SAID else f"{plain[: _LONGEST_SAID - 1]}…"

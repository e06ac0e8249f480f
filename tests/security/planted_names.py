"""Names that stand nowhere by chance, and the search for them in whatever a program wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

FAMILY, GIVEN, CHINESE, NUMBER = "Quastelbaum", "Zephyrine", "欧阳霹雳", "QX7719043"
LESION, REMARK = "Vjoksletten", "Hrabovsky"
PLANTED = (FAMILY, GIVEN, CHINESE, NUMBER, LESION, REMARK)
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "utf-32-le")


def spellings(name: str) -> Iterator[bytes]:
    """A name as files hold it: in every encoding, and as JSON, Qt's INI files and URLs write what is not ASCII."""
    for encoding in ENCODINGS:
        yield name.encode(encoding)
    yield json.dumps(name).strip('"').encode()
    yield json.dumps(name).strip('"').replace("\\u", "\\x").encode()
    yield quote(name).encode()


def found_in(content: bytes) -> set[str]:
    """The planted names in these bytes, whatever their case."""
    lowered = content.lower()
    return {name for name in PLANTED if any(spelling.lower() in lowered for spelling in spellings(name))}


def tell_tales(*folders: Path, but: tuple[Path, ...] = ()) -> dict[str, set[str]]:
    """Files and folders whose name or content tells a planted name; what lies in `but` may tell it."""
    told = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if any(path.is_relative_to(spared) for spared in but):
                continue
            names = found_in(str(path.relative_to(folder)).encode("utf-8", "surrogateescape"))
            if path.is_symlink() or path.is_file():
                names |= found_in(path.read_bytes())
            if names:
                told[str(path)] = names
    return told

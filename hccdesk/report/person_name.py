"""Names of people as one reads them."""

from __future__ import annotations


def person(name: str) -> str:
    """A DICOM person name as one reads it: `Wang^Xiaodong=王^小东` is `Wang Xiaodong / 王 小东` (PS3.5 6.2)."""
    groups = (" ".join(part for part in group.split("^") if part) for group in name.split("="))
    return " / ".join(group for group in groups if group)

"""Identifiers that follow from what they name: the same object made twice is one object to a PACS."""

from __future__ import annotations

from uuid import UUID, uuid5

NAMESPACE = UUID("2f4b0c0e-52c8-4d4b-9f1e-0b6a3f7d1c55")
"""Of what hccdesk puts into charts; chosen once at random."""
_LARGEST_INSTANCE_NUMBER = 2**31 - 1


def uid_of(*parts: str) -> str:
    """The UID of one thing: UUID version 5 under 2.25 (PS3.5 B.2)."""
    return f"2.25.{uuid_of(*parts).int}"


def uuid_of(*parts: str) -> UUID:
    """The same as a UUID, for what is not DICOM."""
    return uuid5(NAMESPACE, "\x1f".join(parts))


def number_of(*parts: str) -> int:
    """An instance number that follows from the content: PS3.3 C.24.2 wants it unique within its series."""
    return uuid_of(*parts).int % _LARGEST_INSTANCE_NUMBER + 1


IMPLEMENTATION_UID = uid_of("implementation")
"""Of the software that wrote a file (PS3.10 7.1)."""
CODING_SCHEME_UID = uid_of("coding scheme", "99HCCDESK")
DEVICE_UID = uid_of("device", "hccdesk")

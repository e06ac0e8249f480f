"""Programs that pass for images: the 128 bytes in front of a DICOM file may hold anything, also what a system runs."""

from __future__ import annotations

_BEGINNINGS = (
    b"MZ",  # Windows
    b"\x7fELF",  # Linux
    b"#!",  # a script
    *(b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xca\xfe\xba\xbe"),  # macOS
)


def begins_as_program(start: bytes) -> bool:
    """Whether an operating system would run a file that begins so; a TIFF's beginning, which DICOM allows, is none.

    Such files pass through archives unnoticed (CVE-2019-11687) and are programs and images at once.
    """
    return start.startswith(_BEGINNINGS)

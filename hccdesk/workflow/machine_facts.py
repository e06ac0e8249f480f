"""What computer this is, without its name or anybody's."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution, version
from pathlib import Path

from hccdesk.domain.selftest import MachineFacts
from hccdesk.domain.sentence import Sentence

_LIBRARIES = (
    *("numpy", "scipy", "pydicom", "SimpleITK", "openslide-python", "openslide-bin", "tifffile", "imagecodecs"),
    *("pylibjpeg-openjpeg", "pylibjpeg-rle", "pyjpegls", "python-gdcm", "onnxruntime", "onnxruntime-gpu"),
    *("onnxruntime-directml", "openvino", "PySide6-Essentials", "reportlab", "pypdfium2", "apsw-sqlite3mc"),
)
_MIB = 1024 * 1024


def machine_facts(devices: Iterable[str]) -> MachineFacts:
    """The system, the processor, the memory and the versions of what matters; `devices` are the ones that compute."""
    return MachineFacts(
        system=f"{platform.system()} {platform.release()} ({platform.machine()})",
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_mib=_memory_mib(),
        devices=tuple(devices),
        python=platform.python_version(),
        installed_as=_installed_as(),
        libraries=tuple((name, found) for name in _LIBRARIES if (found := _version(name))),
    )


def program_distribution() -> Distribution | None:
    """What the installer of Python packages knows of this program; None in a frozen app."""
    try:
        return distribution("hccdesk")
    except PackageNotFoundError:
        return None


def is_editable(installed: Distribution) -> bool:
    """Whether the program runs from a checkout."""
    told = installed.read_text("direct_url.json")
    return bool(told and json.loads(told).get("dir_info", {}).get("editable"))


def _installed_as() -> Sentence:
    if getattr(sys, "frozen", False):
        return Sentence.of("a finished program")
    installed = program_distribution()
    if installed is None:
        return Sentence.of("source files that were not installed")
    return Sentence.of("a checkout of the source") if is_editable(installed) else Sentence.of("a Python package")


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor() or platform.machine()
    named = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return named.group(1).strip() if named else platform.processor() or platform.machine()


def _memory_mib() -> int | None:
    if sys.platform == "win32":
        return _windows_memory_mib()
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MIB
    except (ValueError, OSError):
        return None


def _windows_memory_mib() -> int | None:
    kib = ctypes.c_ulonglong(0)
    asked = getattr(ctypes, "windll", None)
    if asked is None or not asked.kernel32.GetPhysicallyInstalledSystemMemory(ctypes.byref(kib)):
        return None
    return kib.value // 1024


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None

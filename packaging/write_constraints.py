"""Writes packaging/constraints.txt: the exact versions of the environment this runs in, for reproducible installs.

Packages that no part of hccdesk asks for are left out, and so is whatever differs between platforms' builds
(the `+cpu` of torch).
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

HEADER = """\
# Exact versions that the tests passed with; written by `make lock`. Used as `pip install -c`, so that what another
# platform does not need is not installed there.
"""


def main() -> None:
    """Write the file."""
    pins = sorted(_closure("hccdesk", {"dev", "train"}), key=str.lower)
    lines = [f"{name}=={distribution(name).version.split('+')[0]}" for name in pins]
    Path(__file__).with_name("constraints.txt").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def _closure(root: str, extras: set[str]) -> set[str]:
    found: set[str] = set()
    waiting = [(root, extras)]
    while waiting:
        name, wanted_extras = waiting.pop()
        for requirement in distribution(name).requires or []:
            needed = _name(requirement, wanted_extras)
            if needed and needed not in found:
                found.add(needed)
                waiting.append((needed, set()))
    return found - {root}


def _name(requirement: str, extras: set[str]) -> str | None:
    extra = re.search(r"extra\s*==\s*['\"]([\w-]+)['\"]", requirement)
    if extra and extra.group(1) not in extras:
        return None
    name = re.split(r"[\s;<>=!~\[(]", requirement, maxsplit=1)[0]
    try:
        return str(distribution(name).metadata["Name"])
    except PackageNotFoundError:
        return None  # for another platform


if __name__ == "__main__":
    main()

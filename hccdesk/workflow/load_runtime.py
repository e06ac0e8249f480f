"""Load the library that runs the networks before another library gets in its way."""

from __future__ import annotations

import sys

from hccdesk.inference.runtimes import load_library


def load_runtime_before_qt(platform: str = sys.platform) -> None:
    """On Windows, import the network runtime; to be called before Qt is imported. Elsewhere nothing is done."""
    if platform == "win32":
        load_library()

"""Imported first by benchmarks that are run as scripts: where the tests' builders are, and a screen that is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for part in ("ct", "gallery", "benchmarks", "faults", "report"):
    sys.path.insert(0, str(Path(__file__).parents[1] / part))

"""Write docs/RISKS.md and docs/FAULTS.md anew: `make docs`, or `python tests/traceability/write_docs.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from collected_tests import REPOSITORY, collect
from register import bad_rows, hazards
from trace_pages import faults_page, risks_page
from traced import Traced, trace


def pages() -> tuple[dict[Path, str], Traced]:
    """What the two files should hold now, and the faults of their references."""
    known, rows = hazards(), bad_rows()
    traced = trace(known, rows, collect())
    docs = REPOSITORY / "docs"
    return {docs / "RISKS.md": risks_page(known, traced), docs / "FAULTS.md": faults_page(rows, traced)}, traced


def main() -> int:
    written, traced = pages()
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    for fault in traced.faults:
        print(fault, file=sys.stderr)
    return 1 if traced.faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""Our cohort table from a published one, with its source, licence and weaknesses beside it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from hccdesk.atomic_file import write_whole
from hccdesk.cohort.cohort_about import ABOUT_FILE
from hccdesk.cohort.cohort_table import read_cohort_table
from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.spreadsheet_cell import neutral
from hccdesk.training import public_hcc_tace_seg, public_sysucc
from hccdesk.training.public_raw import read_raw
from hccdesk.training.public_studies import PublicStudy

_STUDIES: dict[PublicStudy, ModuleType] = {
    PublicStudy.SYSUCC: public_sysucc,
    PublicStudy.HCC_TACE_SEG: public_hcc_tace_seg,
}


def make_public_table(raw: Path, study: PublicStudy, out: Path) -> CohortTable:
    """Write the cohort table `out` (CSV) and `cohort.json` beside it from a study's `raw` table, and read it back.

    Patients and covariates are those of the reference analyses in R. Raises `InputError` for a table of another
    study, and where the folder already tells of another cohort.
    """
    told: Any = _STUDIES[study]
    patients = read_raw(raw, told.COLUMNS)
    about = {
        "kind": str(CohortKind.PUBLIC),
        "title": told.TITLE,
        "citation": told.CITATION,
        "licence": told.LICENCE,
        "notes": told.notes(patients),
    }
    _write_about(out.parent / ABOUT_FILE, json.dumps(about, indent=1, ensure_ascii=False).encode() + b"\n")
    write_whole(out, _csv([told.row(patient) for patient in patients]))
    return read_cohort_table(out)


def _write_about(path: Path, content: bytes) -> None:
    if path.exists() and path.read_bytes() != content:
        raise InputError(
            "The folder already tells of another cohort.",
            where=path,
            what_to_do="Write each public table into a folder of its own.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)


def _csv(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: neutral(cell) for name, cell in row.items()} for row in rows)
    return text.getvalue().encode()

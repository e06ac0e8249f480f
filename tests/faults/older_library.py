"""Libraries as earlier releases left them."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import library_facts as facts
from library_truth import Act, tell

from hccdesk.domain.case_snapshot import entry_of
from hccdesk.store.case_file import write_case


def be_of_an_older_release(library: Path, log: Path) -> None:
    """A folder of case files, as an earlier release kept them, in the place of whatever was there."""
    shutil.rmtree(library)
    shutil.copytree(_case_files(), library)
    log.unlink(missing_ok=True)
    for number, case_id in enumerate(facts.CASES, start=1):
        tell("said", Act("kept_before", case_id, number), log)


@cache
def _case_files() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="hccdesk-older-"))
    for number, case_id in enumerate(facts.CASES, start=1):
        snapshot = facts.a_snapshot(case_id, number)
        write_case(folder / f"{case_id}.hcccase", entry_of(case_id, snapshot, facts.moment(number)), snapshot)
    return folder

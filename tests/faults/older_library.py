"""Libraries as earlier releases left them, and as earlier layouts of this one did."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache, partial
from pathlib import Path

import apsw
import library_facts as facts
from library_truth import Act, tell

from hccdesk.domain.case_snapshot import entry_of
from hccdesk.store import library_cases, library_records, objects
from hccdesk.store.case_file import write_case
from hccdesk.store.database import Access, connect
from hccdesk.store.library_schema import migrate
from hccdesk.store.written_objects import EncodedArrays, WrittenObjects

WITH_RECORDS = 2
"""The first layout that has results, reports and opinions."""


def be_of_an_older_release(library: Path, log: Path) -> None:
    """A folder of case files, as an earlier release kept them, in the place of whatever was there."""
    _replace(library, log, _case_files())
    for number, case_id in enumerate(facts.CASES, start=1):
        tell("said", Act("kept_before", case_id, number), log)


def be_of_an_older_layout(layout: int, library: Path, log: Path) -> None:
    """A library of an earlier layout with cases, and what else that layout could keep."""
    _replace(library, log, _library_of(layout))
    for number, case_id in enumerate(facts.CASES, start=1):
        tell("said", Act("kept_before", case_id, number), log)
        for what in ("result", "report", "opinion") if layout >= WITH_RECORDS else ():
            tell("said", Act(f"{what}_before", case_id, number), log)


OLDER: Mapping[str, Callable[[Path, Path], None]] = {
    "migration": be_of_an_older_release,
    "layout 1": partial(be_of_an_older_layout, 1),
    "layout 2": partial(be_of_an_older_layout, 2),
}
"""Kinds of work that begin with a library that is to be brought up to date."""


def _replace(library: Path, log: Path, by: Path) -> None:
    shutil.rmtree(library)
    shutil.copytree(by, library)
    log.unlink(missing_ok=True)
    shutil.rmtree(log.with_name("site") / "audit-heads", ignore_errors=True)  # which signed nothing


@cache
def _case_files() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="hccdesk-older-"))
    for number, case_id in enumerate(facts.CASES, start=1):
        snapshot = facts.a_snapshot(case_id, number)
        write_case(folder / f"{case_id}.hcccase", entry_of(case_id, snapshot, facts.moment(number)), snapshot)
    return folder


@cache
def _library_of(layout: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="hccdesk-layout-"))
    with closing(connect(Access(folder / "library.sqlite", wal=True), create=True)) as connection:
        migrate(connection, layout)
        with connection:
            for number, case_id in enumerate(facts.CASES, start=1):
                snapshot, saved_at = facts.a_snapshot(case_id, number), facts.moment(number)
                case = library_cases.written_case(case_id, snapshot, saved_at, _objects(connection))
                library_cases.write(connection, case)
                if layout >= WITH_RECORDS:
                    _record(connection, case_id, number)
    return folder


def _record(connection: apsw.Connection, case_id: str, number: int) -> None:
    result = library_records.written_result(facts.a_result(number), _objects(connection))
    library_records.append_result(connection, case_id, result)
    library_records.append_report(connection, case_id, facts.a_report(number), facts.report_facts(number))
    library_records.append_opinion(connection, case_id, facts.an_opinion(number))


def _objects(connection: apsw.Connection) -> WrittenObjects:
    return WrittenObjects(EncodedArrays(), lambda sha256: objects.is_there(connection, sha256))

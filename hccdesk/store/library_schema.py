"""The layout of the library's tables, and the numbered steps to it; each step is a file in `migrations/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import apsw

from hccdesk import __version__
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence

APPLICATION_ID = 0x48434364  # "HCCd"
_FILE_NAME = re.compile(r"(?P<number>\d{4})_[a-z0-9_]+\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: from the layout before it to `version`."""

    version: int
    sentence: str
    sql: str


@cache
def migrations() -> tuple[Migration, ...]:
    """The steps in their order; the first line of each is a comment that says in one sentence what it brings."""
    steps = []
    for path in sorted((Path(__file__).parent / "migrations").glob("*.sql")):
        named = _FILE_NAME.fullmatch(path.name)
        if named:
            sql = path.read_text(encoding="utf-8")
            steps.append(Migration(int(named["number"]), sql.splitlines()[0].removeprefix("--").strip(), sql))
    if [step.version for step in steps] != list(range(1, len(steps) + 1)):
        raise RuntimeError("the migrations are not numbered without a gap")
    return tuple(steps)


def newest_layout() -> int:
    """The layout that this version of hccdesk writes."""
    return migrations()[-1].version


def layout_of(connection: apsw.Connection) -> int:
    """The layout of a library; 0 for an empty file."""
    return int(connection.pragma("user_version"))


def refuse_newer(connection: apsw.Connection, path: Path) -> None:
    """Raises `StoreError` where a later version of hccdesk wrote the library, or another program."""
    layout, application = layout_of(connection), int(connection.pragma("application_id"))
    if application not in (0, APPLICATION_ID) or (application == 0 and layout):
        raise StoreError(
            "this is the file of another program, so it was left as it is.",
            where=path,
            what_to_do="Choose another folder for the library.",
        )
    if layout > newest_layout():
        raise StoreError(
            Sentence.of(
                "this library was written by a newer version of hccdesk: its layout is {found}, and this version "
                "knows {known}. Nothing was changed.",
                found=layout,
                known=newest_layout(),
            ),
            where=path,
            what_to_do=Sentence.of("Update hccdesk to version {version} or later.", version=_written_by(connection)),
        )


def migrate(connection: apsw.Connection, up_to: int | None = None) -> None:
    """Take every step that is missing, each in a transaction of its own."""
    for step in migrations()[: up_to or newest_layout()]:
        connection.execute("BEGIN EXCLUSIVE")
        try:
            _take(connection, step)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _take(connection: apsw.Connection, step: Migration) -> None:
    if layout_of(connection) >= step.version:
        return
    connection.execute(step.sql)
    row = (step.version, __version__, datetime.now(UTC).isoformat())
    connection.execute("INSERT INTO layouts (version, software_version, made_at) VALUES (?, ?, ?)", row)
    connection.pragma("application_id", APPLICATION_ID)
    connection.pragma("user_version", step.version)


def _written_by(connection: apsw.Connection) -> str:
    try:
        query = "SELECT software_version FROM layouts ORDER BY version DESC LIMIT 1"
        return str(connection.execute(query).get or "?")
    except apsw.Error:
        return "?"

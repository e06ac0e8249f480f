"""The cases of one user as files in one folder."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from hccdesk.domain.case_snapshot import CaseEntry, CaseListing, CaseSnapshot, entry_of
from hccdesk.domain.errors import HccdeskError, StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.case_file import read_case, read_entry, write_case

SUFFIX, TAKEN_AWAY = ".hcccase", ".removed"
_CASE_ID = re.compile(r"[0-9a-f]{32}")


class CaseFolder:
    """A `domain.case_snapshot.CaseLibrary`: `<case id>.hcccase`, with `.removed` behind it once taken away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def list(self) -> CaseListing:
        """The cases there are, the one saved last in front; files that cannot be read are faults."""
        entries, faults = [], list[HccdeskError]()
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            try:
                if _CASE_ID.fullmatch(path.stem):
                    entries.append(read_entry(path))
            except StoreError as fault:
                faults.append(fault)
        return CaseListing(tuple(sorted(entries, key=lambda entry: entry.saved_at, reverse=True)), tuple(faults))

    def save(self, case_id: str, snapshot: CaseSnapshot, saved_at: datetime) -> CaseEntry:
        """Keep the case; the file was read back when this returns."""
        entry, path = entry_of(case_id, snapshot, saved_at), self._path(case_id)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise _refused(Sentence.of("saved"), self._folder, error) from error
        write_case(path, entry, snapshot)
        return entry

    def load(self, case_id: str) -> CaseSnapshot:
        """The case as it was kept."""
        return read_case(self._path(case_id))

    def forget(self, case_id: str) -> None:
        """Take the case from the list."""
        path = self._path(case_id)
        self._rename(path, _away(path))

    def put_back(self, case_id: str) -> None:
        """Put it back."""
        path = self._path(case_id)
        self._rename(_away(path), path)

    def purge(self) -> None:
        """Delete what was taken from the list, and what a crash left half written."""
        for pattern in (f"*{SUFFIX}{TAKEN_AWAY}", f".*{SUFFIX}.*.part"):
            for path in self._folder.glob(pattern):
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    raise _refused(Sentence.of("removed"), self._folder, error) from error

    def _rename(self, path: Path, to: Path) -> None:
        try:
            path.replace(to)
        except FileNotFoundError as error:
            raise StoreError("this case is no longer there.", where=path.name) from error
        except OSError as error:
            raise _refused(Sentence.of("removed from the list or put back"), self._folder, error) from error

    def _path(self, case_id: str) -> Path:
        if not _CASE_ID.fullmatch(case_id):
            raise StoreError("this is no name of a case.", where=self._folder)
        return self._folder / f"{case_id}{SUFFIX}"


def _away(path: Path) -> Path:
    return path.with_name(path.name + TAKEN_AWAY)


def _refused(what: Sentence, folder: Path, error: OSError) -> StoreError:
    return StoreError(
        Sentence.of(
            "the case could not be {what} ({reason}).", what=what, reason=error.strerror or type(error).__name__
        ),
        where=folder,
        what_to_do="Make space, or let the folder be written to.",
    )

"""What was said to be saved, line by line, and the state of a library that follows from it.

A child prints `begin` before each act and `said` after the act came back. After a kill at most one act is begun and
not said: whether it counts is found out by looking, and printed as `found` or `undone`, for the rounds to come.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

PASSPHRASES = (None, "correct horse battery", "staple 马电池 ü", "another one entirely")
_APPENDED = {f"{one}{before}": f"{one}s" for one in ("result", "report", "opinion") for before in ("", "_before")}
CASE_ACTS = ("edit", "kept_before", *_APPENDED, "import", "forget", "put_back")
"""Those that end in `_before` were done by an earlier version, and stand in no record."""


@dataclass(frozen=True)
class Act:
    """One call of the library's: what, on which case, and the number that its content is made from."""

    what: str
    case_id: str | None = None
    number: int = 0


@dataclass(frozen=True)
class CaseTruth:
    """A case as it must be."""

    edit: int | None = None
    results: tuple[int, ...] = ()
    reports: tuple[int, ...] = ()
    opinions: tuple[int, ...] = ()
    inputs: int | None = None
    is_listed: bool = True


@dataclass(frozen=True)
class Truth:
    """A library as it must be."""

    cases: dict[str, CaseTruth] = field(default_factory=dict)
    lock_after: int | None = None
    passphrase: int = 0

    def after(self, act: Act) -> Truth:
        """What it is once the act is done."""
        if act.what in CASE_ACTS and act.case_id is not None:
            case = _changed(self.cases.get(act.case_id, CaseTruth()), act)
            return replace(self, cases=self.cases | {act.case_id: case})
        if act.what == "purge":
            return replace(self, cases={name: case for name, case in self.cases.items() if case.is_listed})
        if act.what == "settings":
            return replace(self, lock_after=act.number)
        if act.what == "passphrase":
            return replace(self, passphrase=act.number)
        return self


@dataclass(frozen=True)
class Told:
    """A log read back: what must be, what was begun and not said, how many acts were said, and the next number."""

    truth: Truth = field(default_factory=Truth)
    pending: Act | None = None
    said: tuple[Act, ...] = ()
    next_number: int = 1


def told(log: Path) -> Told:
    """Read a log; a last line that was cut by the kill was not said."""
    truth, pending, said, number = Truth(), None, [], 1
    for line in log.read_text(encoding="utf-8").split("\n")[:-1] if log.exists() else []:
        values = json.loads(line)
        act = Act(values["what"], values["case_id"], values["number"])
        number = max(number, act.number + 1)
        if values["line"] == "begin":
            pending = act
        elif values["line"] in ("said", "found"):
            truth, pending = truth.after(act), None
            said.append(act)
        else:
            pending = None
    return Told(truth, pending, tuple(said), number)


def sign_beside(log: str) -> None:
    """The key that signs the end of the record, and what it signed, lie beside the log: they are taken up with it."""
    os.environ["HCCDESK_SITE_FOLDER"] = str(Path(log).with_name("site"))


def tell(line: str, act: Act, log: int | Path = 1) -> None:
    """One whole line in one write: it is in the file when this returns, whatever becomes of the process."""
    values: dict[str, Any] = {"line": line, "what": act.what, "case_id": act.case_id, "number": act.number}
    content = (json.dumps(values) + "\n").encode()
    if isinstance(log, int):
        os.write(log, content)
        return
    with log.open("ab") as stream:
        stream.write(content)


def _changed(case: CaseTruth, act: Act) -> CaseTruth:
    if act.what in ("edit", "kept_before"):
        return replace(case, edit=act.number)
    if act.what == "import":
        return replace(case, inputs=act.number)
    if act.what in ("forget", "put_back"):
        return replace(case, is_listed=act.what == "put_back")
    appended = _APPENDED[act.what]
    return replace(case, **{appended: (*getattr(case, appended), act.number)})

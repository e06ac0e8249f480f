"""Children that put things into a library until they are killed."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import library_facts as facts
from crash_points import CrashPoints
from faulty_disk import Control
from library_truth import PASSPHRASES, Act, Truth, sign_beside, tell, told

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_library import CaseLibrary, LibrarySettings
from hccdesk.domain.progress import NoProgress
from hccdesk.workflow.case_library import case_library

KINDS = {
    "import": ("import",),
    "edit": ("edit",),
    "analysis": ("edit", "result", "result"),
    "report": ("report", "report", "opinion"),
    "migration": ("edit",),
    "layout 1": ("edit", "result"),
    "layout 2": ("edit", "report", "opinion"),
    "backup": ("edit", "backup"),
    "passphrase": ("passphrase", "edit"),
    "purge": ("edit", "import", "forget", "forget", "put_back", "purge"),
    "settings": ("settings",),
}
_ACTIONS = {
    "edit": AuditAction.REGIONS_EDITED,
    "result": AuditAction.ANALYSED,
    "report": AuditAction.REPORT_WRITTEN,
    "opinion": AuditAction.OPINION_GIVEN,
}


def work(
    kind: str, folder: str, sources: str, log: str, seed: int, n_acts: int, die_at: int = 0, torn: bool = False
) -> None:
    """Open the library and do `n_acts` acts of a kind; with `die_at`, die at that write to the disk.

    How many writes there were stands in the log's neighbour `.points` where it was not killed.
    """
    sign_beside(log)
    points = CrashPoints(die_at, torn, Path(folder)) if die_at >= 0 else None
    rng, so_far = random.Random(seed), told(Path(log))
    library = case_library(Path(folder))
    tell("begin", opened := Act("open", None, 0))
    library.open(PASSPHRASES[so_far.truth.passphrase])
    tell("said", opened)
    truth, number = so_far.truth, so_far.next_number
    for done in range(n_acts):
        act = next_act(rng, kind, truth, number + done)
        tell("begin", act)
        do(library, act, Path(sources), PASSPHRASES[truth.passphrase])
        tell("said", act)
        truth = truth.after(act)
    library.close()
    if points is not None:
        Path(log + ".points").write_text(str(points.passed), encoding="utf-8")


def work_on_faulty_disk(control: str, die_at: int, torn: bool, power_cut: bool, *work_on: Any) -> None:
    """The same on a disk that counts for us, so that every change of every file is a moment to die at."""
    disk = Control(Path(control))
    for name, value in (("torn", torn), ("power_cut", power_cut), ("victim", os.getpid()), ("passed", 0)):
        disk[name] = value
    disk["die_at"] = die_at
    work(*work_on)
    Path(work_on[3] + ".points").write_text(str(disk["passed"]), encoding="utf-8")


def next_act(rng: random.Random, kind: str, truth: Truth, number: int) -> Act:
    """An act that can be done now; a case that is not there yet is saved first."""
    missing = [name for name in facts.CASES if name not in truth.cases]
    if missing:
        return Act("edit", missing[0], number)
    listed = [name for name in facts.CASES if truth.cases[name].is_listed]
    away = [name for name in facts.CASES if not truth.cases[name].is_listed]
    what = rng.choice(KINDS[kind])
    if what == "put_back":
        return Act(what, rng.choice(away), number) if away else Act("edit", rng.choice(listed), number)
    if what == "passphrase":
        return Act(what, None, number % len(PASSPHRASES))
    if what in ("purge", "settings", "backup"):
        return Act(what, None, number)
    return Act(what, rng.choice(listed), number) if listed else Act("purge", None, number)


def do(library: CaseLibrary, act: Act, sources: Path, passphrase: str | None = None) -> None:
    """The call itself; `passphrase` is what the library has now."""
    case, number = act.case_id or "", act.number
    acts = [AuditEvent(_ACTIONS[act.what], case, detail=f"{act.what} {number}")] if act.what in _ACTIONS else []
    if act.what == "edit":
        library.save(case, facts.a_snapshot(case, number), facts.moment(number), acts)
    elif act.what == "result":
        library.keep_result(case, facts.a_result(number), acts)
    elif act.what == "report":
        library.keep_report(case, facts.a_report(number), facts.report_facts(number), acts)
    elif act.what == "opinion":
        library.keep_opinion(case, facts.an_opinion(number), acts)
    elif act.what == "import":
        library.keep_inputs(case, [facts.the_input(sources, number)], NoProgress())
    elif act.what == "forget":
        library.forget(case)
    elif act.what == "put_back":
        library.put_back(case)
    elif act.what == "purge":
        library.purge()
    elif act.what == "settings":
        library.keep_settings(LibrarySettings(lock_after_minutes=number))
    elif act.what == "backup":
        library.back_up()
    elif act.what == "passphrase":
        library.set_passphrase(PASSPHRASES[number], passphrase)

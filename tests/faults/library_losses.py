"""A fresh look at a library after its writer was killed: what was said to be saved and is not there, as sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import apsw
import library_facts as facts
from library_truth import PASSPHRASES, Act, CaseTruth, Told, Truth, sign_beside, tell, told

from hccdesk.domain.case_library import CaseLibrary, PassphraseNeededError
from hccdesk.domain.errors import StoreError
from hccdesk.workflow.case_library import case_library

AUDITED = ("edit", "result", "report", "opinion")
HALF_WRITTEN = ("*.part", "*.tmp", "*-journal", "*.part*")


def look(folder: str, sources: str, log: str, verdict: str) -> None:
    """Write what is lost to `verdict` as a JSON list, and to the log whether the last act begun counts."""
    sign_beside(log)
    so_far = told(Path(log))
    found = _with_the_library_open(Path(folder), Path(sources), Path(log), so_far)
    Path(verdict).write_text(json.dumps(found), encoding="utf-8")


def _with_the_library_open(folder: Path, sources: Path, log: Path, so_far: Told) -> list[str]:
    library = case_library(folder)
    passphrase = _open(library, so_far)
    if passphrase is None:
        return ["the library opens with none of the passphrases"]
    try:
        found = _judge(library, sources, log, so_far, passphrase)
        found += list(_half_shown(folder))
    finally:
        library.close()
    return found + list(_damage(folder, PASSPHRASES[passphrase])) + list(_left_behind(folder))


def _open(library: CaseLibrary, so_far: Told) -> int | None:
    """Which passphrase opens it: the one that was said, or the one that was about to be."""
    tried = [so_far.truth.passphrase]
    if so_far.pending is not None and so_far.pending.what == "passphrase":
        tried.append(so_far.pending.number)
    for number in tried:
        try:
            library.open(PASSPHRASES[number])
        except PassphraseNeededError:
            continue
        return number
    return None


def _judge(library: CaseLibrary, sources: Path, log: Path, so_far: Told, passphrase: int) -> list[str]:
    """The disk must be as it was said to be, or as it is once the act that was begun is done; never between."""
    without = list(_differences(library, sources, so_far.truth, passphrase))
    lost = _lost_acts(library, so_far)
    if so_far.pending is None:
        return without + lost
    if not without and _is_told_by_disk(so_far.truth, so_far.pending):
        tell("undone", so_far.pending, log)
        return lost
    done = list(_differences(library, sources, so_far.truth.after(so_far.pending), passphrase))
    tell("found" if not done else "undone", so_far.pending, log)
    return lost + (without if done and without else [])


def _is_told_by_disk(truth: Truth, pending: Act) -> bool:
    return truth.after(pending) != truth


def _differences(library: CaseLibrary, sources: Path, truth: Truth, passphrase: int) -> Iterator[str]:
    listing = library.list()
    yield from (f"a fault is listed: {fault}" for fault in listing.faults)
    listed = {entry.case_id: entry for entry in listing.entries}
    wanted = {name for name, case in truth.cases.items() if case.is_listed and case.edit is not None}
    yield from (f"case {name[:6]} is not listed" for name in wanted - set(listed))
    yield from (f"case {name[:6]} is listed and was never saved" for name in set(listed) - wanted)
    for name in sorted(wanted & set(listed)):
        try:
            yield from (f"case {name[:6]}: {what}" for what in _case(library, sources, name, truth.cases[name]))
        except StoreError as error:
            yield f"case {name[:6]} cannot be read: {error}"
    if truth.lock_after is not None and library.settings().lock_after_minutes != truth.lock_after:
        yield f"the setting is {library.settings().lock_after_minutes}, not {truth.lock_after}"
    if passphrase != truth.passphrase:
        yield f"passphrase {passphrase} opens it, not {truth.passphrase}"


def _case(library: CaseLibrary, sources: Path, name: str, case: CaseTruth) -> Iterator[str]:
    kept = library.load(name)
    at = facts.number_of(kept)
    if at != case.edit:
        yield f"it is after act {at}, not {case.edit}"
    elif not facts.same(_without_places(kept), _without_places(facts.a_snapshot(name, at))):
        yield f"act {at} came back changed"
    yield from _results(library, name, case)
    yield from _reports(library, name, case)
    if library.opinions(name) != tuple(map(facts.an_opinion, case.opinions)):
        yield f"{len(library.opinions(name))} opinions, not {len(case.opinions)}, or others"
    yield from _inputs(library, sources, name, case)


def _without_places(snapshot: object) -> object:
    """A kept input is read from its copy: paths of CT and slide may differ, everything else may not."""
    values = {name: getattr(snapshot, name) for name in snapshot.__dataclass_fields__}  # type: ignore[attr-defined]
    ct, slide = values.pop("ct"), values.pop("slide")
    return [*sorted_values(values), ct.series_instance_uid, slide.width_px, slide.height_px]


def sorted_values(values: dict[str, object]) -> list[object]:
    return [values[name] for name in sorted(values)]


def _results(library: CaseLibrary, name: str, case: CaseTruth) -> Iterator[str]:
    kept = library.results(name)
    if [one.number for one in kept] != list(range(1, len(case.results) + 1)):
        yield f"results are numbered {[one.number for one in kept]}, there were {len(case.results)}"
        return
    for one, made_from in zip(kept, case.results, strict=True):
        if not facts.same(library.load_result(name, one.number), facts.a_result(made_from)):
            yield f"result {one.number} came back changed"


def _reports(library: CaseLibrary, name: str, case: CaseTruth) -> Iterator[str]:
    kept = library.reports(name)
    if [one.number for one in kept] != list(range(1, len(case.reports) + 1)):
        yield f"reports are numbered {[one.number for one in kept]}, there were {len(case.reports)}"
        return
    for one, made_from in zip(kept, case.reports, strict=True):
        if library.load_report(name, one.number) != facts.a_report(made_from):
            yield f"report {one.number} came back changed"


def _inputs(library: CaseLibrary, sources: Path, name: str, case: CaseTruth) -> Iterator[str]:
    kept = library.inputs(name)
    if case.inputs is None:
        if kept:
            yield f"{len(kept)} inputs that were never kept"
        return
    wanted = facts.the_input(sources, case.inputs)
    if len(kept) != 1 or kept[0].sha256 != wanted.sha256 or kept[0].original != wanted.root:
        yield f"its input is not the one of act {case.inputs}"
    elif kept[0].kept is None or not kept[0].kept.exists():
        yield f"the copy of act {case.inputs} is gone"
    elif facts.contents(kept[0].kept) != facts.contents(wanted.root):
        yield f"the copy of act {case.inputs} has other bytes"


def _lost_acts(library: CaseLibrary, so_far: Told) -> list[str]:
    """Every act that was said stands in the record, which is whole."""
    rows = library.audit_rows()
    details = {(row.event.case_id, row.event.detail) for row in rows}
    verdict = library.verify_audit()
    lost = [f"the record lost {a.what} {a.number}" for a in so_far.said if a.what in AUDITED and not _in(details, a)]
    lost += [f"the record: {one.what.text}" for one in verdict.findings if one.is_tampering]
    if [row.sequence for row in rows] != list(range(1, len(rows) + 1)):
        lost.append("the record's sequence has gaps")
    return lost


def _in(details: set[tuple[str | None, str]], act: Act) -> bool:
    return (act.case_id, f"{act.what} {act.number}") in details


def _half_shown(folder: Path) -> Iterator[str]:
    for pattern in HALF_WRITTEN[:2]:
        for path in folder.rglob(pattern):
            yield f"left lying after opening: {path.relative_to(folder)}"


def _left_behind(folder: Path) -> Iterator[str]:
    """After closing: no journal, no hold, no file that is not the library's."""
    for path in sorted((folder / "held").glob("*")) if (folder / "held").is_dir() else ():
        yield f"a hold outlived its window: {path.name[:6]}"
    for path in folder.glob("*-journal"):
        yield f"a journal outlived its library: {path.name}"


def _damage(folder: Path, passphrase: str | None) -> Iterator[str]:
    connection = apsw.Connection(str(folder / "library.sqlite"), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        if passphrase is not None:
            return
        for (said,) in connection.execute("pragma integrity_check"):
            if said != "ok":
                yield f"integrity_check: {said}"
        for row in connection.execute("pragma foreign_key_check"):
            yield f"foreign_key_check: {row}"
    finally:
        connection.close()

"""What a child does to a library whose disk is full, read-only, slow, gone or pulled out; each ends well or asserts."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path

import library_facts as facts
from disks import bind, mount_again, mount_read_only, mount_small, pull_out
from faulty_disk import Control, Mood

from hccdesk.atomic_file import write_whole
from hccdesk.domain.case_library import CaseLibrary
from hccdesk.domain.case_snapshot import entry_of
from hccdesk.domain.errors import HccdeskError, StoreError
from hccdesk.domain.progress import NoProgress
from hccdesk.store import input_copies
from hccdesk.store.case_file import write_case
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.write_outputs import write_outputs

CASE, OTHER = facts.CASES[:2]
PATIENCE_S = 30


def fill_up_and_make_room(folder: str) -> None:
    """Save until nothing more fits; then make room, and go on without being opened again."""
    disk = Path(folder) / "disk"
    mount_small(str(disk), "4m")
    library = opened(disk / "library")
    library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    kept, error = until_refused(lambda n: library.keep_report(CASE, facts.a_report(n), facts.report_facts(n)))
    must_say(error, "full", "MB are free")
    assert kept, "nothing fitted at all"
    _, error = until_refused(lambda n: library.save(OTHER, facts.a_snapshot(OTHER, n), facts.moment(n)))
    must_say(error, "full")
    must_hold(library, CASE, 1, kept)
    assert_backup_leaves_nothing(library, disk / "library")
    mount_again(str(disk), "size=32m")
    library.save(CASE, facts.a_snapshot(CASE, 900), facts.moment(900))
    library.keep_report(CASE, facts.a_report(901), facts.report_facts(901))
    must_hold(library, CASE, 900, [*kept, 901])
    library.close()
    again = opened(disk / "library")
    must_hold(again, CASE, 900, [*kept, 901])
    assert again.verify_audit().is_whole
    again.close()


def assert_backup_leaves_nothing(library: CaseLibrary, folder: Path) -> None:
    """A backup that does not fit is refused in words, and leaves no half of one."""
    before = sorted((folder / "backups").glob("*"))
    must_say(refusal(library.back_up), "full")
    after = sorted((folder / "backups").glob("*"))
    assert before == after, after


def open_on_a_full_disk(folder: str) -> None:
    """The daily backup does not fit: the library opens all the same and says so."""
    disk = Path(folder) / "disk"
    mount_small(str(disk), "4m")
    library = opened(disk / "library")
    library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    kept, _ = until_refused(lambda n: library.keep_report(CASE, facts.a_report(n), facts.report_facts(n)))
    library.close()
    for backup in (disk / "library" / "backups").glob("*"):
        backup.unlink()
    fill(disk)
    library = case_library(disk / "library")
    state = library.open()
    must_hold(library, CASE, 1, kept)
    assert state.notices or state.read_only, "it said nothing of the backup that it could not make"
    library.close()


def copy_to_a_disk_that_fills_up(folder: str, sources: str) -> None:
    """Room for the input when it is begun, none in the middle of it: it is referenced, and no half copy is left."""
    disk = Path(folder) / "disk"
    mount_small(str(disk), "4m")
    input_copies.LEFT_FREE_BYTES = 0
    library = opened(disk / "library")
    library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    found = facts.the_input(Path(sources), 1)
    kept = library.keep_inputs(CASE, [found], FillingUp(disk))
    assert [(one.kept, one.original) for one in kept] == [(None, found.root)], kept
    assert copies(disk / "library") == []
    (disk / "filler").unlink()
    (kept_at,) = library.keep_inputs(CASE, [found], NoProgress())
    assert kept_at.kept is not None
    assert facts.contents(kept_at.kept) == facts.contents(found.root)
    library.close()


class FillingUp:
    """A progress during which somebody else takes all the room there is."""

    def __init__(self, disk: Path) -> None:
        self._disk, self._steps = disk, 0

    def step(self, done: int, total: int, label: str) -> None:
        self._steps += 1
        if self._steps == 2:
            fill(self._disk)


def grow_past_the_limit_of_a_file(folder: str) -> None:
    """RLIMIT_FSIZE: writes end with EFBIG; once it is lifted, saving goes on."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    library = opened(Path(folder) / "library")
    library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, resource.RLIM_INFINITY))
    kept, error = until_refused(lambda n: library.keep_report(CASE, facts.a_report(n), facts.report_facts(n)))
    must_say(error, "full")
    must_hold(library, CASE, 1, kept)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    library.keep_report(CASE, facts.a_report(900), facts.report_facts(900))
    must_hold(library, CASE, 1, [*kept, 900])
    library.close()


def look_at_a_read_only_disk(folder: str) -> None:
    """Everything can be seen, nothing can be changed, and it says so; not a byte is written."""
    place = Path(folder) / "library"
    library = opened(place)
    library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    library.keep_report(CASE, facts.a_report(2), facts.report_facts(2))
    library.close()
    mount_read_only(folder)
    before = facts.contents(place)
    library = case_library(place)
    state = library.open()
    assert state.read_only is not None, "it does not know that it is read-only"
    must_hold(library, CASE, 1, [2])
    for act in changes(library):
        must_say(refusal(act), "read-only")
    assert library.verify_audit().is_whole
    library.close()
    assert facts.contents(place) == before


def open_an_empty_read_only_disk(folder: str) -> None:
    """No library there, and none can be made: a sentence."""
    mount_read_only(folder)
    library = case_library(Path(folder) / "library")
    try:
        state = library.open()
    except StoreError as error:
        assert "read-only" in str(error) or "written" in str(error), error
        return
    assert state.read_only is not None
    assert library.list().entries == ()
    library.close()


def become_read_only_meanwhile(folder: str) -> None:
    """The disk turns read-only under an open library, as Linux does after a fault of the disk."""
    library = opened(Path(folder) / "library")
    library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    mount_read_only(folder)
    try:
        library.save(CASE, facts.a_snapshot(CASE, 2), facts.moment(2))
    except StoreError as error:
        must_say(error, "read-only", "reached")
    else:  # its file was open for writing before, on the disk beneath: then it must be there
        must_hold(library, CASE, 2, [])
    library.close()


def lose_the_share_for_a_while(folder: str, control_path: str, mood: int) -> None:
    """The share fails under every kind of act, each a sentence; once it is back the same library goes on."""
    control, library = Control(Path(control_path)), opened(Path(folder) / "library")
    library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    library.keep_report(CASE, facts.a_report(2), facts.report_facts(2))
    for number, act in enumerate(changes(library)):
        control["mood"] = mood
        begun = time.monotonic()
        error = refusal(act)
        took_s = time.monotonic() - begun
        control["mood"] = Mood.WELL
        must_say(error, "full" if mood == Mood.FULL else "read-only" if mood == Mood.READ_ONLY else "reached")
        assert took_s < PATIENCE_S, took_s
        try:
            must_hold(library, CASE, 1, [2])
        except StoreError as found:
            raise AssertionError(f"after act {number} it does not recover: {found}") from found
    library.save(CASE, facts.a_snapshot(CASE, 3), facts.moment(3))
    must_hold(library, CASE, 3, [2])
    library.close()
    again = opened(Path(folder) / "library")
    must_hold(again, CASE, 3, [2])
    assert again.verify_audit().is_whole
    again.close()


def lose_the_share_in_the_middle(folder: str, control_path: str, mood: int, first: int, step: int) -> None:
    """Fail from the n-th change on, for every n: an act that was refused left nothing, one that came back is there."""
    control, library = Control(Path(control_path)), opened(Path(folder) / "library")
    library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    at, number = 1, 1
    for count in range(first, 400, step):
        control["passed"], control["fail_mood"], control["fail_at"] = 0, mood, count
        try:
            library.save(CASE, facts.a_snapshot(CASE, number + 1), facts.moment(number))
            at = number + 1
            done = control["mood"] == Mood.WELL
        except StoreError:
            done = False
        control["fail_at"], control["mood"] = 0, Mood.WELL
        found = facts.number_of(library.load(CASE))
        # Refused and yet there is no loss; said and not there is one.
        assert found == at or found == number + 1, f"change {count}: {found} is there, {at} was said"
        at, number = found, number + 1
        if done:
            break
    library.close()
    again = opened(Path(folder) / "library")
    must_hold(again, CASE, at, [])
    assert again.verify_audit().is_whole
    again.close()
    print("changes tried", count, flush=True)


def wait_for_a_silent_share(folder: str, control_path: str) -> None:
    """A share that says nothing for two seconds: the save takes as long, and is done."""
    control, library = Control(Path(control_path)), opened(Path(folder) / "library")
    library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    if not os.fork():
        control["mood"] = Mood.SILENT
        time.sleep(2)
        control["mood"] = Mood.WELL
        os._exit(0)
    time.sleep(0.2)
    begun = time.monotonic()
    library.save(CASE, facts.a_snapshot(CASE, 2), facts.moment(2))
    assert 1 < time.monotonic() - begun < PATIENCE_S
    os.wait()
    must_hold(library, CASE, 2, [])
    library.close()


def pull_the_disk_out(folder: str) -> None:
    """Unmounted under an open library: a sentence, and nothing is written to the folder that is left."""
    root = Path(folder)
    beneath, disk = root / "beneath", root / "disk"
    beneath.mkdir()
    disk.mkdir()
    bind(beneath, disk)
    library = opened(disk / "library")
    library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    pull_out(str(disk))
    for act in changes(library):
        must_say(refusal(act), "reached")
    assert list(disk.iterdir()) == [], list(disk.rglob("*"))
    bind(beneath, disk)
    library.save(CASE, facts.a_snapshot(CASE, 2), facts.moment(2))
    must_hold(library, CASE, 2, [])
    library.close()
    again = opened(disk / "library")
    must_hold(again, CASE, 2, [])
    again.close()


def pull_the_source_out(folder: str, sources: str) -> None:
    """The removable disk with an input goes while it is copied: a sentence, no half copy; afterwards no matter."""
    root = Path(folder)
    removable = root / "removable"
    removable.mkdir()
    bind(Path(sources), removable)
    library = opened(root / "library")
    library.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    found = facts.the_input(removable, 1)
    error = refusal(lambda: library.keep_inputs(CASE, [found], PullingOut(removable)))
    must_say(error, "read any more", "regular file", "cannot be read")
    assert copies(root / "library") == []
    assert all(one.kept is None for one in library.inputs(CASE)), "half a copy counts as one"
    bind(Path(sources), removable)
    (kept,) = library.keep_inputs(CASE, [found], NoProgress())
    pull_out(str(removable))
    assert kept.kept is not None
    assert facts.contents(kept.kept) == facts.contents(facts.the_input(Path(sources), 1).root)
    assert [one.kept for one in library.inputs(CASE)] == [kept.kept]
    library.close()


class PullingOut:
    """A progress during which somebody pulls the disk out."""

    def __init__(self, disk: Path) -> None:
        self._disk, self._steps = disk, 0

    def step(self, done: int, total: int, label: str) -> None:
        self._steps += 1
        if self._steps == 4:
            pull_out(str(self._disk))


def changes(library: CaseLibrary) -> list[Callable[[], object]]:
    """One of each act that writes."""
    return [
        lambda: library.save(CASE, facts.a_snapshot(CASE, 77), facts.moment(77)),
        lambda: library.save(OTHER, facts.a_snapshot(OTHER, 78), facts.moment(78)),
        lambda: library.keep_report(CASE, facts.a_report(79), facts.report_facts(79)),
        lambda: library.keep_result(CASE, facts.a_result(80)),
        lambda: library.keep_opinion(CASE, facts.an_opinion(81)),
        lambda: library.forget(CASE),
    ]


def opened(folder: Path) -> CaseLibrary:
    library = case_library(folder)
    library.open()
    return library


def until_refused(act: Callable[[int], object]) -> tuple[list[int], HccdeskError]:
    """Numbers that were done, and what was said to the first that was not."""
    done: list[int] = []
    for number in range(2, 500):
        try:
            act(number)
        except HccdeskError as error:
            return done, error
        done.append(number)
    raise AssertionError("it was never refused")


def refusal(act: Callable[[], object]) -> HccdeskError:
    try:
        given = act()
    except HccdeskError as error:
        return error
    raise AssertionError(f"it was done: {given!r}"[:300])


def must_say(error: HccdeskError, *one_of: str) -> None:
    """A sentence of ours: what happened and what to do, and never the words of the database or of a patient."""
    text = str(error)
    assert any(words in text for words in one_of), text
    assert error.what_to_do, text
    assert facts.NAME not in text and facts.PATIENT_ID not in text, text


def must_hold(library: CaseLibrary, case_id: str, edit: int, reports: list[int]) -> None:
    assert case_id in [entry.case_id for entry in library.list().entries], "the case is not listed"
    assert facts.same(library.load(case_id).rois, facts.a_snapshot(case_id, edit).rois), "the case is another one"
    assert facts.number_of(library.load(case_id)) == edit
    kept = library.reports(case_id)
    assert [one.number for one in kept] == list(range(1, len(reports) + 1)), kept
    for one, number in zip(kept, reports, strict=True):
        assert library.load_report(case_id, one.number) == facts.a_report(number), one


def copies(folder: Path) -> list[Path]:
    return [path for path in (folder / "inputs").rglob("*") if path.is_file()]


def fill(disk: Path) -> None:
    """Take every byte that is left."""
    with (disk / "filler").open("wb", buffering=0) as stream:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    stream.write(bytes(size))
            except OSError as error:
                assert error.errno == errno.ENOSPC, error


def write_while_a_scanner_looks(folder: str, control_path: str) -> None:
    """A virus scanner keeps a file from taking its name: for a second it is waited for, for longer it is an error."""
    control, path = Control(Path(control_path)), Path(folder) / "report.pdf"
    write_whole(path, b"old")
    if not os.fork():
        time.sleep(1)
        control["mood"] = Mood.WELL
        os._exit(0)
    control["mood"] = Mood.HELD
    write_whole(path, b"new")
    os.wait()
    assert path.read_bytes() == b"new"
    control["mood"] = Mood.HELD
    begun = time.monotonic()
    try:
        write_whole(path, b"newer")
    except PermissionError:
        assert time.monotonic() - begun < 5
    else:
        raise AssertionError("it was written all the same")
    control["mood"] = Mood.WELL
    assert path.read_bytes() == b"new"
    assert [one.name for one in path.parent.iterdir()] == ["report.pdf"]


def write_outputs_on_a_full_disk(folder: str) -> None:
    """Report, figures and result: refused in a sentence, with nothing half written; then written."""
    disk = Path(folder) / "disk"
    mount_small(str(disk), "2m")
    out = disk / "out"
    write_outputs(facts.a_result(1), out)
    before = {path.name: path.read_bytes() for path in out.rglob("*.p*") if path.is_file()}
    fill(disk)
    error = refusal(lambda: write_outputs(facts.a_result(2), out))
    assert "space" in str(error) or "full" in str(error), error
    assert not (out / "result.json").exists(), "a result stands beside files that may be another's"
    for path in out.rglob("*"):
        assert path.is_dir() or path.suffix in (".png", ".pdf"), path
    assert before["report.pdf"].startswith(b"%PDF")
    (disk / "filler").unlink()
    written = write_outputs(facts.a_result(2), out)
    assert json.loads(written.result.read_text(encoding="utf-8"))["format"] == "hccdesk-result"


def bring_over_on_a_full_disk(folder: str) -> None:
    """Cases of an earlier release: too little room to bring them over, so they stay; with room, they come."""
    disk = Path(folder) / "disk"
    mount_small(str(disk), "4m")
    place = disk / "library"
    place.mkdir()
    for number, case_id in enumerate(facts.CASES):
        snapshot = facts.a_snapshot(case_id, number)
        write_case(place / f"{case_id}.hcccase", entry_of(case_id, snapshot, facts.moment(number)), snapshot)
    before = facts.contents(place)
    fill(disk)
    library = case_library(place)
    try:
        library.open()
        library.close()
    except StoreError as error:
        must_say(error, "full")
    assert set(before) <= set(facts.contents(place)), "a file of an earlier release is gone or changed"
    (disk / "filler").unlink()
    library = opened(place)
    assert sorted(entry.case_id for entry in library.list().entries) == sorted(facts.CASES)
    for number, case_id in enumerate(facts.CASES):
        assert facts.same(library.load(case_id).rois, facts.a_snapshot(case_id, number).rois), case_id
    library.close()

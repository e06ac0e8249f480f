"""What a second program does to a library that a first one has open."""

from __future__ import annotations

import codecs
import os
import subprocess
import sys
import time
from pathlib import Path

import library_facts as facts
from disk_acts import changes, must_say, opened, refusal

from hccdesk.workflow.case_library import case_library

CASE, OTHER = facts.CASES[:2]
PATIENCE_S, MEETING_S = 30, 120
_LOCK = """
import sys, time, apsw
connection = apsw.Connection(sys.argv[1])
connection.set_busy_timeout(5000)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
"""


def save_often(folder: str, number: int, times: int) -> None:
    """Save and report `times` times, one case."""
    library, case = opened(Path(folder)), facts.CASES[number]
    for at in range(1, times + 1):
        library.save(case, facts.a_snapshot(case, at), facts.moment(at))
        library.keep_report(case, facts.a_report(at), facts.report_facts(at))
    library.close()


def be_the_second(folder: str) -> None:
    """The case is somebody else's: it can be looked at and not saved; the other case is free."""
    library = opened(Path(folder))
    holder = library.hold(CASE)
    assert holder is not None, "two hold one case"
    assert holder.os_user and holder.computer and holder.since, holder
    assert facts.number_of(library.load(CASE)) == 1
    assert library.hold(OTHER) is None
    library.save(OTHER, facts.a_snapshot(OTHER, 2), facts.moment(2))
    library.close()


def be_the_next(folder: str) -> None:
    """It was let go: now it is ours."""
    library = opened(Path(folder))
    assert library.hold(CASE) is None
    assert library.hold(OTHER) is None, "a hold outlived the library that was closed"
    library.close()


def hold_until_killed(folder: str) -> None:
    """Hold and say so."""
    library = opened(Path(folder))
    assert library.hold(CASE) is None
    print("holds", flush=True)
    time.sleep(120)


def meet_a_lock(folder: str) -> None:
    """Another program locks the file: for two seconds it is waited for, for longer it is told, and then it goes on."""
    library = opened(Path(folder))
    for seconds, is_told in ((2.0, False), (12.0, True)):
        other = subprocess.Popen(
            [sys.executable, "-c", _LOCK, str(Path(folder) / "library.sqlite"), str(seconds)], stdout=subprocess.PIPE
        )
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        begun = time.monotonic()
        if is_told:
            must_say(refusal(changes(library)[0]), "another program")
        else:
            library.save(CASE, facts.a_snapshot(CASE, 2), facts.moment(2))
        assert time.monotonic() - begun < PATIENCE_S
        other.wait(30)
    library.save(CASE, facts.a_snapshot(CASE, 3), facts.moment(3))
    assert facts.number_of(library.load(CASE)) == 3
    library.close()


def be_a_user(folder: str, uid: int, name: str) -> None:
    """Both save their own case, and both want the first one: one of them gets it, the other is told who has it."""
    place = Path(folder)
    become(uid, place)
    library = opened(place / "library")
    mine = facts.CASES[1 if name == "one" else 2]
    for at in range(1, 6):
        library.save(mine, facts.a_snapshot(mine, at), facts.moment(at))
    holder = library.hold(CASE)
    said = place / f"{name} says"
    said.write_text("" if holder is None else "no", encoding="utf-8")
    said.rename(place / f"{name} has it")  # whole at once: an empty file says something, too
    other = place / f"{'two' if name == 'one' else 'one'} has it"
    until = time.monotonic() + MEETING_S
    while not other.exists() and time.monotonic() < until:
        time.sleep(0.02)
    theirs = other.read_text(encoding="utf-8")
    assert (holder is None) != (theirs == ""), "both have it, or nobody has"
    assert holder is None or holder.os_user, holder
    theirs_case = facts.CASES[2 if name == "one" else 1]
    assert facts.number_of(library.load(theirs_case)) == 5
    library.close()


def look_as_another_user(folder: str, uid: int) -> None:
    """It may be read and not written: read-only mode, and a sentence for each change."""
    become(uid, Path(folder).parent)
    library = case_library(Path(folder))
    state = library.open()
    assert state.read_only is not None, "it thinks that it may write"
    assert facts.number_of(library.load(CASE)) == 1
    for act in changes(library):
        must_say(refusal(act), "read-only")
    library.close()


def be_kept_out(folder: str, uid: int) -> None:
    """Somebody else's folder, private: a sentence."""
    become(uid, Path(folder).parent)
    must_say(refusal(case_library(Path(folder)).open), "may not look into")


def become(uid: int, beside: Path) -> None:
    """Be that user, and nobody else."""
    site = beside / f"site of {uid}"
    site.mkdir()
    os.chown(site, uid, uid)
    os.environ["HCCDESK_SITE_FOLDER"] = str(site)
    os.environ["HOME"] = str(site)
    codecs.lookup("ascii")  # the interpreter's own files may be another user's
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)

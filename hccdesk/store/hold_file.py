"""`held/<case id>.json`: who has a case open. Advisory: programs that do not look are not kept out.

A sign of life is the file's own mtime, compared with the mtime of a file that was just written beside it: both are by
the clock of the share, whatever the clocks of the computers say.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hccdesk.atomic_file import write_whole
from hccdesk.store.running_process import RunningProcess

STALE_SECONDS = 300.0
"""A hold of another computer's whose last sign of life is older than this was left behind."""

LARGEST_HOLD_BYTES = 16 << 10


@dataclass(frozen=True, slots=True)
class Hold:
    """Who holds a case since when; the token is random, and no other hold has it."""

    token: str
    os_user: str
    since: datetime
    process: RunningProcess


def make_hold(path: Path, hold: Hold) -> bool:
    """Take a case that nobody holds; False where somebody does. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(_document(hold))
        file.flush()
        os.fsync(file.fileno())
    return True


def replace_hold(path: Path, hold: Hold) -> None:
    """Take a case in the place of whoever held it. Raises `OSError`."""
    write_whole(path, _document(hold))


def read_hold(path: Path) -> Hold | None:
    """Who holds the case; None where the file is no hold, e.g. not written to its end yet. Raises `OSError`."""
    with path.open("rb") as file:
        content = file.read(LARGEST_HOLD_BYTES)
    try:
        return _hold(json.loads(content))
    except (ValueError, TypeError, KeyError):
        return None


def show_life(path: Path, hold: Hold) -> bool:
    """Write the hold once more over itself; False where the file is no longer this hold's. Raises `OSError`."""
    document = _document(hold)
    with path.open("r+b") as file:  # one that takes over puts another file in its place: that one is not written to
        if file.read(LARGEST_HOLD_BYTES) != document:
            return False
        file.seek(0)
        file.write(document)
        file.flush()
        os.fsync(file.fileno())
    return True


def seconds_since_life(path: Path, mark: str) -> float:
    """Since the hold last showed life, by the clock of the disk it is on; `mark` is the asker's. Raises `OSError`."""
    probe = path.with_name(f".clock-{mark}")
    try:
        probe.write_bytes(b"now")
        now = probe.stat().st_mtime
        _sweep(path.parent, now)
    finally:
        probe.unlink(missing_ok=True)
    return now - path.stat().st_mtime


def take_turn(path: Path) -> bool:
    """Be the only one who takes over this hold; False where another one is at it. `give_turn` ends it."""
    try:
        os.close(os.open(_turn(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
    except FileExistsError:
        return False
    return True


def give_turn(path: Path) -> None:
    """Let others take over."""
    _turn(path).unlink(missing_ok=True)


def remove_hold(path: Path, token: str) -> None:
    """Let others have the case, where it is still this hold's. Raises `OSError`."""
    with suppress(FileNotFoundError):
        found = read_hold(path)
        if found is not None and found.token == token:
            path.unlink()


def read_patiently(path: Path, seconds: float = 1.0) -> Hold | None:
    """As `read_hold`, with time for whoever makes the file right now to write it."""
    until = time.monotonic() + seconds
    while (found := read_hold(path)) is None and time.monotonic() < until:
        time.sleep(0.02)
    return found


def _turn(path: Path) -> Path:
    return path.with_name(f".{path.stem}.taking")


def _sweep(folder: Path, now: float) -> None:
    """Remove what a process left that ended in the middle of taking a case."""
    for left in folder.glob(".*"):
        with suppress(OSError):
            if now - left.stat().st_mtime > STALE_SECONDS:
                left.unlink()


def _document(hold: Hold) -> bytes:
    values = {"format_version": 1, **asdict(hold), "since": hold.since.astimezone(UTC).isoformat()}
    return (json.dumps(values, indent=1) + "\n").encode("ascii")


def _hold(values: dict[str, Any]) -> Hold:
    process = values["process"]
    since = datetime.fromisoformat(values["since"])
    if since.tzinfo is None:
        raise ValueError("a time without its zone")
    return Hold(
        token=str(values["token"]),
        os_user=str(values["os_user"]),
        since=since,
        process=RunningProcess(
            computer=str(process["computer"]),
            machine=str(process["machine"]),
            pid=int(process["pid"]),
            started=str(process["started"]),
        ),
    )

"""Which cases this window has, so that no two work on one: across windows, users and computers."""

from __future__ import annotations

import re
import secrets
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil

from hccdesk.domain.case_library import CaseHolder
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.hold_file import (
    STALE_SECONDS,
    Hold,
    give_turn,
    make_hold,
    read_hold,
    read_patiently,
    remove_hold,
    replace_hold,
    seconds_since_life,
    show_life,
    take_turn,
)
from hccdesk.store.library_places import Places
from hccdesk.store.running_process import this_process

SIGN_OF_LIFE_SECONDS = 60.0
_LOOKS, _BETWEEN_LOOKS_SECONDS = 50, 0.02
_CASE_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


class CaseHolds:
    """The cases of one library that this window holds, with a sign of life each minute while it holds any.

    A hold is left behind once its process is gone (at once, on the same computer), or once it showed no life for five
    minutes by the clock of the share: the next one who asks takes it over. Whoever lost a hold that way is told at
    the next save (`refuse_others`), and does not write over what the other one did.
    """

    def __init__(
        self,
        folder: Path,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sign_of_life_seconds: float = SIGN_OF_LIFE_SECONDS,
    ) -> None:
        self._folder, self._now, self._seconds = Places(folder).held, now, sign_of_life_seconds
        self._mark = secrets.token_hex(8)
        self._ours: dict[str, Hold] = {}
        self._lock = threading.Lock()
        self._rest = threading.Event()
        self._rest.set()
        self._end = weakref.finalize(self, self._rest.set)

    def hold(self, case_id: str) -> CaseHolder | None:
        """Take the case; gives who has it where somebody else does, None once it is ours. Raises `StoreError`."""
        path = self._path(case_id)
        try:
            if case_id in self._ours and show_life(path, self._ours[case_id]):
                return None
        except FileNotFoundError:
            pass
        except OSError as error:
            raise self._unreachable(error) from error
        try:
            return self._take(case_id, path)
        except OSError as error:
            raise self._unreachable(error) from error

    def let_go(self, case_id: str) -> None:
        """Others may have the case. A share that is gone is no reason to complain: the hold goes stale there."""
        with self._lock:
            hold = self._ours.pop(case_id, None)
            if not self._ours:
                self._rest.set()
        if hold is not None:
            with suppress(OSError):
                remove_hold(self._path(case_id), hold.token)

    def let_go_all(self) -> None:
        """Others may have every case."""
        for case_id in tuple(self._ours):
            self.let_go(case_id)

    def still_ours(self, case_id: str) -> bool:
        """Whether the case is held by this window, and nobody took it over meanwhile. Raises `StoreError`."""
        hold = self._ours.get(case_id)
        if hold is None:
            return False
        try:
            found = read_hold(self._path(case_id))
        except FileNotFoundError:
            return False  # whoever took it over let go of it again
        except OSError as error:
            raise self._unreachable(error) from error
        return found is not None and found.token == hold.token

    def holder(self, case_id: str) -> CaseHolder | None:
        """Who else has the case; None where nobody has. Takes nothing."""
        path = self._path(case_id)
        try:
            found = read_patiently(path)
            if self._is_ours(case_id, found) or self._is_left(path, found):
                return None
            return _as_holder(found, path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreachable(error) from error

    def refuse_others(self, case_id: str) -> None:
        """Raises `StoreError` with their name where somebody else has the case now, or had it since we took it."""
        if self.still_ours(case_id):
            return
        other = self.holder(case_id)
        if other is not None:
            raise _taken(other)
        if case_id in self._ours:
            raise StoreError(
                "somebody else had this case open meanwhile: it was not saved over what they did.",
                what_to_do="Open the case again from the list; what is on the screen can be exported first.",
            )

    def refresh(self) -> None:
        """Show life for every case that is held; one that was lost is left to who has it."""
        for case_id, hold in tuple(self._ours.items()):
            with suppress(OSError):  # the share is gone: it may be back next time
                show_life(self._path(case_id), hold)

    def _take(self, case_id: str, path: Path) -> CaseHolder | None:
        hold, other = self._new_hold(), None
        for _ in range(_LOOKS):  # somebody may let go, or take over, between two of our looks
            if make_hold(path, hold):
                self._took(case_id, hold)
                return None
            with suppress(FileNotFoundError):
                found = read_patiently(path)
                other = _as_holder(found, path)
                if not self._is_left(path, found):
                    return other
                if self._took_over(path, hold):
                    self._took(case_id, hold)
                    return None
            time.sleep(_BETWEEN_LOOKS_SECONDS)
        return other or CaseHolder("?", "?", self._now())

    def _took_over(self, path: Path, hold: Hold) -> bool:
        """Only one of several who find a hold left behind gets it: each looks again when it is their turn."""
        if not take_turn(path):
            return False
        try:
            if not self._is_left(path, read_hold(path)):
                return False
            replace_hold(path, hold)
        finally:
            give_turn(path)
        return True

    def _took(self, case_id: str, hold: Hold) -> None:
        with self._lock:
            self._ours[case_id] = hold
            if self._rest.is_set():
                self._rest = threading.Event()
                self._end.detach()
                self._end = weakref.finalize(self, self._rest.set)
                given = weakref.ref(self), self._rest, self._seconds
                threading.Thread(target=_show_life, args=given, name="held cases", daemon=True).start()

    def _is_left(self, path: Path, found: Hold | None) -> bool:
        return (found is not None and found.process.is_gone()) or (seconds_since_life(path, self._mark) > STALE_SECONDS)

    def _is_ours(self, case_id: str, found: Hold | None) -> bool:
        ours = self._ours.get(case_id)
        return ours is not None and found is not None and ours.token == found.token

    def _new_hold(self) -> Hold:
        return Hold(secrets.token_hex(16), psutil.Process().username(), self._now(), this_process())

    def _path(self, case_id: str) -> Path:
        if not _CASE_ID.fullmatch(case_id):
            raise StoreError("this is no name of a case.", where=self._folder)
        return self._folder / f"{case_id}.json"

    def _unreachable(self, error: OSError) -> StoreError:
        return StoreError(
            Sentence.of(
                "it cannot be told whether somebody else has this case open ({reason}).",
                reason=error.strerror or Sentence.of("disk error"),
            ),
            where=self._folder,
            what_to_do="Check that the library can be reached and written to.",
        )


def _show_life(holds: weakref.ref[CaseHolds], rest: threading.Event, seconds: float) -> None:
    while not rest.wait(seconds):
        alive = holds()
        if alive is None:
            return
        alive.refresh()
        del alive


def _as_holder(found: Hold | None, path: Path) -> CaseHolder:
    if found is None:
        return CaseHolder("?", "?", datetime.fromtimestamp(path.stat().st_mtime, UTC))
    return CaseHolder(found.os_user, found.process.computer, found.since)


def _taken(other: CaseHolder) -> StoreError:
    return StoreError(
        Sentence.of(
            "{user} on {computer} has this case open since {since}: it was not saved over what they do.",
            user=other.os_user,
            computer=other.computer,
            since=f"{other.since.astimezone():%Y-%m-%d %H:%M}",
        ),
        what_to_do="Ask them to close it, or export what is on the screen; then open the case again from the list.",
    )

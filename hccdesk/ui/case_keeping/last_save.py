"""The last save of a session: waited for on the GUI thread, but never for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable

from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence

LONGEST_S = 20.0


def within_time(
    work: Callable[[], None], before: threading.Thread | None
) -> tuple[BaseException | None, threading.Thread | None]:
    """What `work` raised, or that it took too long; and its thread, where it still runs. One `before` is waited for.

    A share that is gone keeps a thread for as long as the system pleases: it is a daemon, which nobody waits for.
    """
    if before is not None and before.is_alive():
        return _too_long(), before
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # it is told where it was asked for
            raised.append(error)

    thread = threading.Thread(target=run, name="last save", daemon=True)
    thread.start()
    thread.join(LONGEST_S)
    if thread.is_alive():
        return _too_long(), thread
    return (raised[0] if raised else None), None


def _too_long() -> StoreError:
    return StoreError(
        Sentence.of("the library of cases has not answered for {seconds} seconds.", seconds=round(LONGEST_S)),
        what_to_do="Check the disk or the connection to the server, and try again.",
    )

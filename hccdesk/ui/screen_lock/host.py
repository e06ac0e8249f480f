"""What the lock of the screen needs of the session that it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from hccdesk.domain.audit import AuditEvent
from hccdesk.domain.case_library import CaseLibrary, LibraryState
from hccdesk.ui.jobs import JobRunner, RunningJob
from hccdesk.ui.screen_lock.idle_watch import IdleWatch
from hccdesk.ui.settings import Settings


class Watching(Protocol):
    """The lock itself, as far as its settings go."""

    @property
    def idle(self) -> IdleWatch:
        """After how long it locks."""


class LockHost(Protocol):
    """A `ui.session.Session`, as far as the lock goes; `library_changed` is a signal."""

    settings: Settings
    compute: JobRunner
    keeping: JobRunner
    tiles: JobRunner
    is_closed: bool
    library_changed: Any

    @property
    def screen_lock(self) -> Watching:
        """The lock."""

    @property
    def library_state(self) -> LibraryState | None:
        """What the library says of itself; None before it is open."""

    def in_library(self, use: Callable[[CaseLibrary], Any]) -> RunningJob:
        """Use the open library in the background."""

    def record(self, event: AuditEvent) -> None:
        """Keep an act in the audit trail."""

"""What the library window asks for and is told. No widgets."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk import resources
from hccdesk.domain.case_library import CaseLibrary, KeptInput, LibrarySettings, LibraryState
from hccdesk.domain.errors import HccdeskError
from hccdesk.ui.jobs import deliver
from hccdesk.ui.library.library_choice import library_in
from hccdesk.ui.session import Session
from hccdesk.ui.spoken import say_error

if TYPE_CHECKING:
    from hccdesk.workflow.library_facts import LibraryFacts


@dataclass(frozen=True, slots=True)
class LibraryView:
    """All that the window shows; `inputs` are those of the case on the desk, None where it is not kept yet."""

    state: LibraryState
    settings: LibrarySettings
    n_cases: int
    inputs: tuple[KeptInput, ...] | None
    facts: LibraryFacts | None = None
    can_keep_inputs: bool = False


class LibraryPresenter(QObject):
    """One library, looked at.

    Signals: `view_changed(LibraryView)`; `busy(bool)`; `said(text)` what was done, `failed(text)` why it was not.
    """

    view_changed = Signal(object)
    busy = Signal(bool)
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.view: LibraryView | None = None
        self._facts: LibraryFacts | None = None
        session.library_changed.connect(self.look)
        session.input_keeping.kept.connect(self.look)

    @Slot()
    def look(self) -> None:
        """Find out how the library is now; sizes come later, they take longer."""
        state, case_id = self._session.library_state, self._session.keeper.case_id
        if state is None:
            return

        def ask(library: CaseLibrary) -> tuple[LibrarySettings, int, tuple[KeptInput, ...] | None]:
            inputs = library.inputs(case_id) if case_id else None
            return library.settings(), len(library.list().entries), inputs

        job = self._session.in_library(ask)
        deliver(job, self, partial(self._on_told, state))
        deliver(self._session.tiles.start(lambda _: _facts(state.folder)), self, self._on_facts)

    def back_up(self) -> None:
        """A verified backup, now."""
        said = self.tr("A backup was made and verified: {file}")
        self._do(lambda library: library.back_up(), lambda path: said.format(file=path.name))

    def set_copying(self, copies: bool) -> None:
        """Copy what is read from now on, or reference it."""
        on = self.tr("CT and slides that are read from now on are copied.")
        off = self.tr("CT and slides that are read from now on are only referenced.")

        def choose(library: CaseLibrary) -> None:
            library.keep_settings(replace(library.settings(), copy_inputs=copies))

        self._do(choose, lambda _: on if copies else off)

    def keep_inputs(self, copies: bool) -> None:
        """Copy the inputs of the open case now, or only reference them."""
        if not self._session.input_keeping.keep_now(copies):
            self.failed.emit(self.tr("There is nothing to be copied that is not in the library already."))
        elif copies:
            self.said.emit(self.tr("The images are being copied; the line below the window says how far it is."))

    def encrypt(self, passphrase: str, current: str) -> None:
        """Encrypt the library, or change its passphrase, which is `current` now."""
        changed = self.view is not None and self.view.state.is_encrypted
        done = self.tr("The passphrase was changed.") if changed else self.tr("The library is encrypted now.")
        self._set_passphrase(passphrase, current, done)

    def decrypt(self, current: str) -> None:
        """Take the encryption away."""
        self._set_passphrase(None, current, self.tr("The library is not encrypted any more."))

    def open_next(self, chosen: Path | None) -> None:
        """Which library the next start opens; None for the user's own."""
        if os.environ.get(resources.LIBRARY_VARIABLE):
            text = self.tr("On this computer the library is named by {variable}, which counts more than a choice here.")
            self.failed.emit(text.format(variable=resources.LIBRARY_VARIABLE))
            return
        try:
            folder = library_in(chosen) if chosen else None
        except OSError as error:
            text = self.tr("No library can be made in {folder} ({reason}).")
            self.failed.emit(text.format(folder=chosen, reason=error.strerror))
            return
        self._session.settings.library = folder
        if folder is None:
            self.said.emit(self.tr("Your own library is opened when hccdesk is started again."))
        else:
            self.said.emit(self.tr("{folder} is opened when hccdesk is started again.").format(folder=folder))

    def _set_passphrase(self, passphrase: str | None, current: str, done: str) -> None:
        def then(state: LibraryState) -> str:
            self._session.set_library_state(state)
            self._session.screen_lock.remember_passphrase(passphrase)
            return done

        self._do(lambda library: library.set_passphrase(passphrase, current or None), then)

    def _do(self, act: Callable[[CaseLibrary], Any], say_done: Callable[[Any], str]) -> None:
        self.busy.emit(True)
        job = self._session.in_library(act)
        deliver(job, self, partial(self._on_done, say_done))
        job.failed.connect(self._on_failed)

    def _on_done(self, say_done: Callable[[Any], str], value: object) -> None:
        said = say_done(value)
        self.busy.emit(False)
        self.said.emit(said)
        self.look()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.busy.emit(False)
        if isinstance(error, HccdeskError):
            self.failed.emit(say_error(error))
        else:
            self.failed.emit(self.tr("This could not be done; the program has a fault here."))

    def _on_told(self, state: LibraryState, told: tuple[LibrarySettings, int, tuple[KeptInput, ...] | None]) -> None:
        settings, n_cases, inputs = told
        can_keep = bool(self._session.input_keeping.sources)
        self._show(LibraryView(state, settings, n_cases, inputs, self._facts, can_keep))

    def _on_facts(self, facts: LibraryFacts) -> None:
        self._facts = facts  # the library may answer later than its disk
        if self.view:
            self._show(replace(self.view, facts=facts))

    def _show(self, view: LibraryView) -> None:
        self.view = view
        self.view_changed.emit(view)


def _facts(folder: Path) -> LibraryFacts:
    from hccdesk.workflow.library_facts import library_facts  # noqa: PLC0415 - not before it is asked for

    return library_facts(folder)

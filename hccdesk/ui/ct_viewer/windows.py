"""Which windows the reader may choose: presets, the file's own, those kept under 6 to 9, and the last of each phase."""

from __future__ import annotations

from PySide6.QtCore import QObject

from hccdesk.domain.ct import ContrastPhase
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.ct_viewer.presenter import CtPresenter
from hccdesk.ui.ct_viewer.windowing import LIVER, HuWindow
from hccdesk.ui.settings import Settings

USER_KEYS = ("6", "7", "8", "9")


class Windows(QObject):
    """Windows of the case's CT, remembered in the settings."""

    def __init__(self, presenter: CtPresenter, model: CaseModel, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._presenter, self._model, self._settings = presenter, model, settings
        self._phase = self._phase_now()
        if self._phase:
            self._use_phase(self._phase)
        model.ct_changed.connect(self._on_ct)

    @property
    def header_window(self) -> HuWindow | None:
        """The window that the series' own headers ask for; None where they do not."""
        viewed = self._model.viewed_ct
        stored = viewed.series.header_window_hu if viewed else None
        return HuWindow(*stored) if stored else None

    def use_header(self) -> None:
        """The file's own window, the liver's where it has none."""
        self._presenter.use_window(self.header_window or LIVER)

    def user_window(self, key: str) -> HuWindow | None:
        """What is kept under a key."""
        kept = self._settings.ct_window(key)
        return HuWindow(*kept) if kept else None

    def use_user(self, key: str) -> bool:
        """The window kept under a key; False where there is none."""
        window = self.user_window(key)
        if window:
            self._presenter.use_window(window)
        return window is not None

    def save_user(self, key: str) -> None:
        """Keep the window as it is under a key."""
        self._keep(key)

    def keep_for_phase(self) -> None:
        """Remember the window for series of this phase."""
        if self._phase:
            self._keep(self._phase)

    def _keep(self, name: str) -> None:
        window = self._presenter.sight.window
        self._settings.set_ct_window(name, window.width_hu, window.level_hu)

    def _on_ct(self) -> None:
        self.keep_for_phase() if self._phase else None
        self._phase = self._phase_now()
        if self._phase:
            self._use_phase(self._phase)

    def _use_phase(self, phase: str) -> None:
        kept = self.user_window(phase)
        if kept:
            self._presenter.use_window(kept)

    def _phase_now(self) -> str:
        viewed = self._model.viewed_ct
        phase = viewed.series.phase if viewed else ContrastPhase.UNKNOWN
        return "" if phase is ContrastPhase.UNKNOWN else phase.value

"""Whether the CT model's explanation lies over the slices: only while the result is current. No widgets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from hccdesk.domain.result import CtResponseFinding
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.ct_viewer.presenter import CtPresenter
from hccdesk.ui.language import translate
from hccdesk.ui.overlays import Overlays

_Wanted = tuple[CtResponseFinding, float, bool]


class SaliencyPresenter(QObject):
    """Explanation on or off, as the session's overlays say."""

    def __init__(
        self,
        own: CtPresenter,
        model: CaseModel,
        overlays: Overlays,
        parent: QObject | None,
        is_demonstration: Callable[[str], bool] = lambda model_id: False,
    ) -> None:
        super().__init__(parent)
        self._own, self._model, self._overlays = own, model, overlays
        self._is_demonstration = is_demonstration
        self._shown: _Wanted | None = None
        overlays.changed.connect(self.refresh)
        model.result_changed.connect(self.refresh)
        self.refresh()

    @property
    def finding(self) -> CtResponseFinding | None:
        """What can be explained now; None without a result of these very inputs, or without a map in it."""
        result = self._model.seen_result if self._model.result_is_current else None
        found = result.ct_response if result else None
        return found if isinstance(found, CtResponseFinding) and len(found.saliency) else None

    @property
    def why_not(self) -> str:
        """Why nothing can be shown; empty where something can."""
        if self.finding:
            return ""
        if self._model.result is None:
            return translate("CtView", "There is no result yet: analyse the case first.")
        if self._model.is_covered:
            return translate("CtView", "The result is covered until the board has given its opinion.")
        if not self._model.result_is_current:
            return translate("CtView", "The inputs have changed since the result was made: analyse again.")
        return translate("CtView", "The result has no explanation of the CT model.")

    def refresh(self) -> None:
        """Show what is to be shown."""
        finding = self.finding if self._overlays.saliency_shown else None
        demonstration = finding is not None and self._is_demonstration(finding.model_id)
        wanted = (finding, self._overlays.opacity, demonstration) if finding else None
        if not _same(wanted, self._shown):
            self._shown = wanted
            self._own.show_saliency(finding, self._overlays.opacity, demonstration)


def _same(one: _Wanted | None, other: _Wanted | None) -> bool:
    if one is None or other is None:
        return one is other
    return one[0] is other[0] and one[1:] == other[1:]

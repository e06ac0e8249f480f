"""A board at the window: opinions, the reveal, the decision, the signature, each waited for until it is on the disk."""

from __future__ import annotations

from typing import Any

from reopened_hands import settle
from ui_builder import a_record

from hccdesk.domain.board_opinion import BoardEntry, Expectation, WithModels
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.ui.analysis import Analysis
from hccdesk.ui.board.board_desk import BoardDesk, board_desk_of
from hccdesk.ui.board.drafts import DecisionDraft, OpinionDraft, PassDraft, SignDraft
from hccdesk.ui.session import Session


class Board:
    """Says and waits."""

    def __init__(self, qtbot: Any, session: Session) -> None:
        self._qtbot, self.session = qtbot, session

    @property
    def desk(self) -> BoardDesk:
        return board_desk_of(self.session)

    def analyse(self) -> None:
        if self.session.model.inputs.clinical.patient_id is None:
            self.session.model.set_clinical(a_record())
        before = self.session.model.result
        Analysis(self.session, self.session).start(DeviceChoice.AUTO)
        self._qtbot.waitUntil(lambda: self.session.model.result is not before)
        settle(self._qtbot, self.session)

    def opine(self, reader: str, expectation: Expectation = Expectation.RESPONSE, **told: str) -> BoardEntry:
        self.desk.write(OpinionDraft(reader, told.get("role", ""), expectation, told.get("decision", ""), ""))
        return self._added(self.desk.give_opinion)

    def reveal(self) -> BoardEntry:
        return self._added(self.desk.reveal)

    def pass_on(self, by: str, reason: str) -> BoardEntry:
        self.desk.write(PassDraft(by, reason))
        return self._added(self.desk.pass_on)

    def decide(
        self, decision: str = "TACE-HAIC", stands: WithModels = WithModels.AGREES, reason: str = ""
    ) -> BoardEntry:
        self.desk.write(DecisionDraft(decision, stands, reason, "Chen, Wu"))
        return self._added(self.desk.decide)

    def sign(self, name: str = "Wu", role: str = "Chair") -> BoardEntry:
        self.desk.write(SignDraft(name, role))
        return self._added(self.desk.sign)

    def _added(self, act: Any) -> BoardEntry:
        before = len(self.desk.record.entries)
        act()
        self._qtbot.waitUntil(lambda: len(self.desk.record.entries) == before + 1)
        settle(self._qtbot, self.session)
        return self.desk.record.entries[-1]

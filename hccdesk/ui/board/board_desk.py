"""What is written, decided and signed for the board: checks it, and puts it on record. No widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk.domain.board_opinion import (
    BoardDecision,
    BoardEntry,
    BoardOpinion,
    BoardRecord,
    OpinionTime,
    Reveal,
    SignOff,
    WithModels,
)
from hccdesk.ui.board.board_words import before
from hccdesk.ui.board.drafts import DecisionDraft, Drafts, OpinionDraft, PassDraft, SignDraft, names_in
from hccdesk.ui.session import Session


def board_desk_of(session: Session) -> BoardDesk:
    """The one of a session."""
    return session.findChild(BoardDesk) or BoardDesk(session)


class BoardDesk(QObject):
    """Drafts outlive the widgets and go with their case; names stay for the session and are written nowhere else.

    Signals: `changed` the record or what can be done; `drafts_changed` other than by typing.
    """

    changed = Signal()
    drafts_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session, self._keeping = session, session.tumour_board
        self.drafts = Drafts()
        self._people: dict[str, str] = {}
        """Role by name, of everybody who was typed since the program was started."""
        self._keeping.changed.connect(self.changed)
        self._keeping.kept.connect(self._on_kept)
        session.shelf.leaving.connect(self._forget)
        model = session.model
        for signal in (
            session.library_changed, model.result_changed, model.clinical_changed, model.regimen_changed,
            model.ct_changed, model.slide_changed,
        ):  # fmt: skip
            signal.connect(self.changed)

    @property
    def record(self) -> BoardRecord:
        """Everything."""
        return self._keeping.record

    @property
    def of_result(self) -> BoardRecord:
        """What stands to the result on the desk."""
        return self._keeping.of_result

    @property
    def is_covered(self) -> bool:
        """Whether there is a result that nobody saw yet."""
        return self._session.model.is_covered

    @property
    def is_revealed(self) -> bool:
        """Whether the models were seen: an opinion that comes now comes after."""
        return self._keeping.is_revealed

    @property
    def has_case(self) -> bool:
        """Whether there is a case."""
        return self._keeping.has_case

    @property
    def can_record(self) -> bool:
        """Whether what is said can be put on record."""
        return not self._keeping.is_read_only

    @property
    def regimen(self) -> str:
        """The planned treatment."""
        return self._session.model.inputs.regimen.label

    @property
    def blocked_by(self) -> str:
        """Why nothing can be added; empty where it can."""
        keeping = self._keeping
        if not keeping.has_case:
            return self.tr("Begin or open a case first.")
        if not keeping.was_read:
            return self.tr("The record of the board could not be read; the problem list says why.")
        if keeping.is_read_only:
            return self.tr("This case can only be looked at here, so nothing can be added.")
        if keeping.waits_for_result:
            return self.tr("The result is being saved.")
        return self.tr("Saving …") if keeping.is_keeping else ""

    @property
    def names(self) -> tuple[str, ...]:
        """Who is known: from this record, and from what was typed since the program was started."""
        return tuple(dict.fromkeys((*_people_in(self.record.entries), *self._people)))

    @property
    def attending(self) -> tuple[str, ...]:
        """Who gave an opinion on this case."""
        return tuple(dict.fromkeys(one.reader for one in self.record.opinions))

    @property
    def readers_before(self) -> tuple[str, ...]:
        """Who gave an opinion before the result."""
        return before(self.record)

    def role_of(self, name: str) -> str:
        """What this person was before; empty where that is not known."""
        return _people_in(self.record.entries).get(name) or self._people.get(name, "")

    def choices_with_models(self) -> tuple[WithModels, ...]:
        """How a decision can stand to what the models said: who did not see that cannot agree with it."""
        seen = self._session.model.seen_result is not None
        return tuple(WithModels) if seen else (WithModels.NOT_RELIED_ON,)

    def write(self, draft: OpinionDraft | DecisionDraft | SignDraft | PassDraft) -> None:
        """It was typed."""
        self.drafts = _with(self.drafts, draft)
        self.changed.emit()

    def missing_of_opinion(self) -> str:
        """What the opinion needs; empty where it is whole."""
        draft = self.drafts.opinion
        if not draft.reader.strip():
            return self.tr("Whose opinion is it?")
        return "" if draft.expectation else self.tr("Choose what you expect.")

    def missing_of_decision(self) -> str:
        """What the decision needs; empty where it is whole."""
        draft = self.drafts.decision
        if not draft.decision.strip():
            return self.tr("What was decided?")
        if draft.with_models not in self.choices_with_models():
            return self.tr("Say how it stands to the models.")
        if draft.with_models is not WithModels.AGREES and not draft.reason.strip():
            return self.tr("Give the reason: the decision does not follow the models.")
        return "" if names_in(draft.present) else self.tr("Who was present?")

    def missing_of_signature(self) -> str:
        """What the signature needs; empty where it is whole."""
        if self.of_result.decision is None:
            return self.tr("There is no decision on this result to sign yet.")
        draft = self.drafts.sign
        if not draft.signed_by.strip():
            return self.tr("Who signs?")
        if not draft.role.strip():
            return self.tr("In which role?")
        signed = draft.signed_by.strip() in (one.signed_by for one in self.of_result.sign_offs)
        return self.tr("This member has signed the decision already.") if signed else ""

    def missing_of_passing(self) -> str:
        """What going on without an opinion needs; empty where it is whole."""
        draft = self.drafts.passing
        if not draft.by.strip():
            return self.tr("Who goes on without an opinion?")
        return "" if draft.reason.strip() else self.tr("Give the reason.")

    def give_opinion(self) -> None:
        """Put the opinion on record."""
        draft = self.drafts.opinion
        if self.blocked_by or self.missing_of_opinion() or draft.expectation is None:
            return
        given = OpinionTime.AFTER_RESULT if self.is_revealed else OpinionTime.BEFORE_RESULT
        reader, role, decision, reason = map(str.strip, (draft.reader, draft.role, draft.decision, draft.reason))
        self._people[reader] = role
        now = self._session.now().astimezone()
        self._keeping.add(BoardOpinion(reader, given, now, draft.expectation, decision, reason, role))

    def decide(self) -> None:
        """Put the decision on record."""
        draft = self.drafts.decision
        if self.blocked_by or self.missing_of_decision() or draft.with_models is None:
            return
        present = names_in(draft.present)
        self._people |= {name: self.role_of(name) for name in present}
        now = self._session.now().astimezone()
        self._keeping.add(BoardDecision(now, draft.decision.strip(), draft.with_models, draft.reason.strip(), present))

    def sign(self) -> None:
        """Sign the decision that holds."""
        draft, decision = self.drafts.sign, self.of_result.decision
        if self.blocked_by or self.missing_of_signature() or decision is None:
            return
        name, role = draft.signed_by.strip(), draft.role.strip()
        self._people[name] = role
        self._keeping.add(SignOff(name, role, self._session.now().astimezone(), decision.decided_at))

    def reveal(self) -> None:
        """Show the result: after an opinion, or where none can be put on record."""
        if self._keeping.is_read_only or (not self.blocked_by and self.readers_before):
            self._keeping.reveal()

    def pass_on(self) -> None:
        """Show the result without an opinion; who wants that, and why, is put on record."""
        draft = self.drafts.passing
        if not self.blocked_by and not self.missing_of_passing():
            self._people.setdefault(draft.by.strip(), "")
            self._keeping.reveal(draft.by.strip(), draft.reason.strip())

    def add_attending(self) -> None:
        """Those who gave an opinion were present."""
        draft = self.drafts.decision
        names = dict.fromkeys((*names_in(draft.present), *self.attending))
        self._put(replace(draft, present=", ".join(names)))

    def _put(self, draft: OpinionDraft | DecisionDraft | SignDraft | PassDraft) -> None:
        self.write(draft)
        self.drafts_changed.emit()

    @Slot(object)
    def _on_kept(self, entry: BoardEntry) -> None:
        """What is on record is no draft any more."""
        empty: dict[type, OpinionDraft | DecisionDraft | SignDraft | PassDraft] = {
            BoardOpinion: OpinionDraft(),
            BoardDecision: DecisionDraft(),
            SignOff: SignDraft(),
            Reveal: PassDraft(),
        }
        self._put(empty[type(entry)])

    @Slot()
    def _forget(self) -> None:
        self.drafts = Drafts()
        self.drafts_changed.emit()


def _with(drafts: Drafts, draft: OpinionDraft | DecisionDraft | SignDraft | PassDraft) -> Drafts:
    if isinstance(draft, OpinionDraft):
        return replace(drafts, opinion=draft)
    if isinstance(draft, DecisionDraft):
        return replace(drafts, decision=draft)
    return replace(drafts, sign=draft) if isinstance(draft, SignDraft) else replace(drafts, passing=draft)


def _people_in(entries: Iterable[BoardEntry]) -> dict[str, str]:
    """Role by name; the last that was told."""
    people: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry, BoardOpinion):
            people[entry.reader] = entry.role or people.get(entry.reader, "")
        elif isinstance(entry, SignOff):
            people[entry.signed_by] = entry.role
        elif isinstance(entry, BoardDecision):
            people = {**dict.fromkeys(entry.present, ""), **people}
        elif entry.revealed_by:
            people.setdefault(entry.revealed_by, "")
    return people

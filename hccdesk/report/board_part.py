"""The clinicians' part: opinions before and after the models, the decision and who signed; blank where nothing is."""

from __future__ import annotations

from datetime import UTC, datetime

from hccdesk.domain.board_opinion import (
    BoardDecision,
    BoardEntry,
    BoardOpinion,
    BoardRecord,
    Expectation,
    OpinionTime,
    Reveal,
    RevealWay,
    SignOff,
    WithModels,
)
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, SignatureBox, Signatures, Table
from hccdesk.report.moment import utc
from hccdesk.report.plain_text import plain
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value

OPINIONS_SHOWN = 2
LONGEST_SAID = 150
"""Characters of one entry on page 1; annex E prints it whole."""
EXPECTATION_WORDS = {
    Expectation.RESPONSE: "expects response",
    Expectation.NO_RESPONSE: "expects no response",
    Expectation.UNDECIDED: "undecided",
}
WITH_MODELS_WORDS = {
    WithModels.AGREES: "☑ agrees with the models",
    WithModels.DIFFERS: "☑ differs from the models",
    WithModels.NOT_RELIED_ON: "☑ the models were not relied on",
}
OPINION_TIME_WORDS = {
    OpinionTime.BEFORE_RESULT: "Opinion before reading the models",
    OpinionTime.AFTER_RESULT: "Opinion after reading the models",
}

REVEAL_WORDS = {
    RevealWay.ASKED: "The result was uncovered",
    RevealWay.SETTING_OFF: "The result was shown at once: the setting asks for no opinion before it",
    RevealWay.SCORED_WITH_OTHERS: "The result was seen in a list of several cases",
}


def is_final(result: CaseResult, board: BoardRecord) -> bool:
    """Whether the decision that holds was signed, and made when this very result was there to be read."""
    return board.is_final and not precedes(board.decision, result)


def precedes(decision: BoardDecision | None, result: CaseResult) -> bool:
    """Whether the decision was made before the analysis had ended: it was then about another result."""
    if decision is None:
        return False
    try:
        finished = datetime.fromisoformat(result.provenance.finished_at)
    except ValueError:
        return True
    return _aware(decision.decided_at) < _aware(finished)


def status_words(result: CaseResult, board: BoardRecord, voice: Voice) -> str:
    """Draft or final, for the head of every page."""
    if not is_final(result, board):
        return voice.say("DRAFT – not signed")
    return voice.say("FINAL – signed by {name}", name=_as_written(plain(board.sign_offs[-1].signed_by, 40)))


def clinicians_part(result: CaseResult, board: BoardRecord, voice: Voice) -> Signatures:
    """Page 1's boxes: what is on record, and lines to write on for what is not."""
    boxes = (
        _opinions(OpinionTime.BEFORE_RESULT, board, voice),
        _opinions(OpinionTime.AFTER_RESULT, board, voice),
        _decision(result, board, voice),
    )
    nothing = not board.entries
    title = voice.say("To be filled in by the clinicians") if nothing else voice.say("Opinions and decision on record")
    return Signatures(title, boxes)


def board_table(board: BoardRecord, voice: Voice) -> tuple[Block, ...]:
    """The whole record, the oldest first, for annex E."""
    heading = Heading(voice.say("Record of the board"))
    if not board.entries:
        return (heading, Paragraph(voice.say("Nothing is on record."), Tone.MUTED))
    header = (voice.say("When"), voice.say("Who"), voice.say("What"), voice.say("In words"))
    return (heading, Table(header, tuple(_row(e, voice) for e in board.entries), (1.3, 1.7, 1.8, 4.0), compact=True))


def _opinions(time: OpinionTime, board: BoardRecord, voice: Voice) -> SignatureBox:
    title = voice.say(OPINION_TIME_WORDS[time])
    given = tuple(opinion for opinion in board.opinions if opinion.given is time)
    if not given and time is OpinionTime.BEFORE_RESULT and board.reveal is not None:
        return SignatureBox(title, (), (Cell(plain(_passed_on(board.reveal, voice), LONGEST_SAID), Tone.CAUTION),))
    if not given:
        return SignatureBox(title, _by_hand(voice))
    said = [Cell(plain(_opinion_line(one, voice), LONGEST_SAID)) for one in given[-OPINIONS_SHOWN:]]
    if len(given) > OPINIONS_SHOWN:
        said.append(Cell(voice.say("{n} more in annex E", n=len(given) - OPINIONS_SHOWN), Tone.MUTED))
    return SignatureBox(title, (), tuple(said))


def _passed_on(reveal: Reveal, voice: Voice) -> str:
    """That nobody gave an opinion before the models were seen: none can be written in afterwards."""
    who = f"{value(reveal.revealed_by)}, " if reveal.revealed_by else ""
    why = voice.say("Reason: {reason}", reason=_as_written(reveal.reason)) if reveal.reason else ""
    none = voice.say("▲ None was given. {what}", what=voice.say(REVEAL_WORDS[reveal.way]))
    return f"{none} ({who}{_moment(reveal.revealed_at)}). {why}".strip()


def _opinion_line(opinion: BoardOpinion, voice: Voice) -> str:
    parts = (
        f"{_person(opinion.reader, opinion.role)}, {_moment(opinion.given_at)}: "
        + voice.say(EXPECTATION_WORDS[opinion.expectation]),
        value(opinion.decision) if opinion.decision else "",
        voice.say("Reason: {reason}", reason=_as_written(opinion.reason)) if opinion.reason else "",
    )
    return _stop(voice).join(part for part in parts if part)


def _decision(result: CaseResult, board: BoardRecord, voice: Voice) -> SignatureBox:
    title, decision = voice.say("Decision of the board"), board.decision
    if decision is None:
        agree = voice.say("☐ as the models   ☐ differs, because:")
        return SignatureBox(title, (agree, *_by_hand(voice)))
    said = [
        Cell(plain(f"{_moment(decision.decided_at)}: {decision.decision}", LONGEST_SAID), bold=True),
        Cell(plain(_with_models(decision, voice), LONGEST_SAID)),
        *([Cell(plain(_present(decision, voice), LONGEST_SAID))] if decision.present else []),
    ]
    if precedes(decision, result):
        older = voice.say("▲ Decided before this analysis was made: to be decided and signed again.")
        return SignatureBox(title, _by_hand(voice), (*said, Cell(older, Tone.PROBLEM)))
    if not board.sign_offs:
        return SignatureBox(title, _by_hand(voice), (*said, Cell(voice.say("▲ Not signed"), Tone.PROBLEM)))
    signed = (_signed(sign, voice) for sign in board.sign_offs)
    return SignatureBox(title, (), (*said, Cell(plain(" · ".join(signed), 2 * LONGEST_SAID))))


def _with_models(decision: BoardDecision, voice: Voice) -> str:
    said = voice.say(WITH_MODELS_WORDS[decision.with_models])
    return (
        voice.say("{said}, because: {reason}", said=said, reason=_as_written(decision.reason))
        if decision.reason
        else said
    )


def _present(decision: BoardDecision, voice: Voice) -> str:
    names = (", " if voice.language == "en" else "、").join(map(value, decision.present))
    return voice.say("Present: {names}", names=_as_written(names))


def _signed(sign: SignOff, voice: Voice) -> str:
    return voice.say(
        "Signed: {name}, {when}", name=_as_written(_person(sign.signed_by, sign.role)), when=_moment(sign.signed_at)
    )


def _row(entry: BoardEntry, voice: Voice) -> tuple[Cell, ...]:
    match entry:
        case BoardOpinion():
            words = _stop(voice).join(
                filter(None, (voice.say(EXPECTATION_WORDS[entry.expectation]), entry.decision, entry.reason))
            )
            when, who, what = entry.given_at, _person(entry.reader, entry.role), OPINION_TIME_WORDS[entry.given]
            return _cells(when, who, voice.say(what), words)
        case BoardDecision():
            words = _stop(voice).join((entry.decision, _with_models(entry, voice)))
            who = (", " if voice.language == "en" else "、").join(entry.present)
            return _cells(entry.decided_at, who, voice.say("Decision of the board"), words)
        case Reveal():
            words = voice.say("Reason: {reason}", reason=_as_written(entry.reason)) if entry.reason else ""
            return _cells(entry.revealed_at, entry.revealed_by, voice.say(REVEAL_WORDS[entry.way]), words)
        case SignOff():
            of = voice.say("of the decision of {when}", when=_moment(entry.of_decision_at))
            return _cells(entry.signed_at, _person(entry.signed_by, entry.role), voice.say("Signature"), of)


def _cells(when: datetime, who: str, what: str, words: str) -> tuple[Cell, ...]:
    return Cell(_moment(when)), Cell(plain(who)), Cell(what), Cell(plain(words))


def _person(name: str, role: str) -> str:
    return f"{value(name)} ({value(role)})" if role else value(name)


def _stop(voice: Voice) -> str:
    """Between two sentences."""
    return ". " if voice.language == "en" else "。"


def _as_written(text: str) -> Sentence:
    """A reader's own words, which are never taken for the name of a clinical field."""
    return Sentence.literally(plain(text))


def _by_hand(voice: Voice) -> tuple[str, ...]:
    return (voice.say("Name"), voice.say("Signature"), voice.say("Date"))


def _moment(when: datetime) -> str:
    return utc(_aware(when).isoformat())


def _aware(when: datetime) -> datetime:
    return when if when.tzinfo else when.replace(tzinfo=UTC)

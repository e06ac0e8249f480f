"""A page for the patient, in plain words: what was looked at, what a program said, and what it does not know.

Numbers of demonstration models are left out: they are made up for practice, and a reader keeps the number and forgets
the warning beside it. The page says so instead. Numbers of other models stand here only inside regimen and scope.
"""

from __future__ import annotations

from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.report_options import NOTHING_ON_RECORD
from hccdesk.domain.result import CaseResult, CtResponseFinding, NotComputed, SurvivalFinding
from hccdesk.report.blocks import Block, Bullets, Heading, Paragraph
from hccdesk.report.board_part import is_final
from hccdesk.report.document import Section
from hccdesk.report.plain_text import plain
from hccdesk.report.standing import Standing, of_finding, shows_demonstration
from hccdesk.report.survival_card import horizons
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice

TREATMENT_WORDS = {
    Regimen.TACE_HAIC_PD1_TKI: "medicine, and something that blocks the blood flow of the tumour, given through a thin "
    "tube into the artery of the liver, together with tablets and infusions (TACE-HAIC with a PD-1 inhibitor and a "
    "TKI)",
    Regimen.HAIC_TKI_ICI: "medicine given through a thin tube into the artery of the liver, together with tablets and "
    "infusions (HAIC with a TKI and an immune checkpoint inhibitor)",
}


def patient_section(result: CaseResult, voice: Voice, board: BoardRecord = NOTHING_ON_RECORD) -> Section:
    """The page, always on a sheet of its own."""
    blocks: tuple[Block, ...] = (
        _text(voice.say("This page is for you. Read it with your doctor and ask about all that is unclear.")),
        *_part(voice.say("Your illness"), _illness(result, voice), voice),
        *_part(voice.say("What was looked at"), _looked_at(result, voice), voice),
        *_program(result, voice),
        *_part(voice.say("What the program does not know"), _unknown(voice), voice),
        *_part(voice.say("Who decides"), _who_decides(result, board, voice), voice),
        Bullets(voice.say("Questions you may want to ask"), _questions(voice), large=True),
    )
    return Section(Heading(voice.say("For the patient"), 1), blocks, new_page=True, one_page=True)


def _part(title: str, sentences: tuple[str, ...], voice: Voice) -> tuple[Block, ...]:
    between = " " if voice.language == "en" else ""
    return (_heading(title), _text(between.join(sentences)))


def _heading(title: str) -> Heading:
    return Heading(title, 4)


def _text(words: str, tone: Tone = Tone.PLAIN) -> Paragraph:
    return Paragraph(words, tone, large=True)


def _illness(result: CaseResult, voice: Voice) -> tuple[str, ...]:
    return (
        voice.say("You have a tumour of the liver that began in the liver itself (hepatocellular carcinoma)."),
        voice.say("Your doctors are thinking about this treatment: {treatment}.", treatment=_treatment(result, voice)),
        voice.say("In some people the tumour gets smaller with it, in others it does not."),
    )


def _treatment(result: CaseResult, voice: Voice) -> str:
    return voice.say(TREATMENT_WORDS[result.regimen])


def _looked_at(result: CaseResult, voice: Voice) -> tuple[str, ...]:
    seen = []
    if result.ct_series is not None:
        seen.append(voice.say("The pictures of your liver from the CT scanner."))
    if result.slide is not None:
        seen.append(voice.say("A small piece of the tumour, seen through a microscope."))
    return (*seen, voice.say("Your blood tests and what your doctors wrote down about you."))


def _program(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    title = _heading(voice.say("What the computer program says"))
    said = [*_response(result, voice), *_survival(result, voice)]
    if not said:
        return (title, _nothing(result, voice))
    doubt = voice.say("Nobody can know who of the 100 you are. The program may also be wrong about all of them.")
    practice = voice.say(
        "Another part of the program is for practice. It learned from made-up patients, and its numbers are left out "
        "of this page."
    )
    warned = (_text(practice, Tone.CAUTION),) if shows_demonstration(result) else ()
    return (title, *(_text(text) for text in said), _text(doubt), *warned)


def _nothing(result: CaseResult, voice: Voice) -> Paragraph:
    """Why there is no number: none may be told, or all are for practice."""
    if not shows_demonstration(result):
        return _text(voice.say("It says nothing that fits you well enough to be written here. Your doctor knows why."))
    practice = voice.say(
        "The program used here is for practice. It learned from made-up patients, not from real ones. It cannot say "
        "anything about you, so its numbers are left out of this page. Numbers marked DEMONSTRATION on the other pages "
        "are not about you either."
    )
    return _text(practice, Tone.CAUTION)


def _response(result: CaseResult, voice: Voice) -> list[str]:
    finding = result.ct_response
    if isinstance(finding, NotComputed) or not _may_be_told(of_finding(result, finding)):
        return []
    said = voice.say(
        "Of 100 people like you, the tumour gets clearly smaller in about {n}, and does not in about {others}.",
        n=(n := round(100 * finding.probability_of_objective_response)),
        others=100 - n,
    )
    return [said, *_how_sure(finding, voice)]


def _how_sure(finding: CtResponseFinding, voice: Voice) -> list[str]:
    if isinstance(finding.interval, NotComputed):
        return [voice.say("How sure the program is of this number is not known.")]
    low, high = round(100 * finding.interval.low), round(100 * finding.interval.high)
    return [
        voice.say(
            "The program is not sure: among many people like you it may be anything from {low} to {high} of 100.",
            low=low,
            high=high,
        ),
        voice.say("Your own chance may be higher or lower still."),
    ]


def _survival(result: CaseResult, voice: Voice) -> list[str]:
    """The first horizon of each nomogram that may be told; how long people live is for the doctor to speak of."""
    said = []
    for _, finding in result.survival:
        if isinstance(finding, NotComputed) or finding.endpoint is Endpoint.OS:
            continue
        if _may_be_told(of_finding(result, finding)) and horizons(finding):
            said.append(_free_of_growth(finding, voice))
    return said


def _free_of_growth(finding: SurvivalFinding, voice: Voice) -> str:
    months, probability = horizons(finding)[0]
    n, limits = round(100 * probability), finding.interval_at_months.get(months)
    if limits is None:
        return voice.say(
            "Of 100 people like you, the tumour has not grown again after {months} months in about {n}.",
            months=months,
            n=n,
        )
    return voice.say(
        "Of 100 people like you, the tumour has not grown again after {months} months in about {n}. It may be anything "
        "from {low} to {high}.",
        months=months,
        n=n,
        low=round(100 * limits[0]),
        high=round(100 * limits[1]),
    )


def _may_be_told(standing: Standing) -> bool:
    return standing.speaks and not standing.demonstration


def _unknown(voice: Voice) -> tuple[str, ...]:
    return (
        voice.say("It has not met you."),
        voice.say("It does not know your wishes, how you feel, or illnesses that nobody wrote down."),
        voice.say("It only compares you with people it learned from; they may be different from you."),
        voice.say("It does not know whether another treatment would be better for you."),
    )


def _who_decides(result: CaseResult, board: BoardRecord, voice: Voice) -> tuple[str, ...]:
    people = voice.say(
        "People decide, not the program: doctors of several fields talk about you together, and then you and your "
        "doctor decide."
    )
    decision = board.decision
    if decision is None or not is_final(result, board):
        return (people, voice.say("They have not signed a decision yet."))
    return (people, voice.say("They have written down: {decision}", decision=plain(decision.decision, 300)))


def _questions(voice: Voice) -> tuple[str, ...]:
    return (
        voice.say("What is this treatment meant to do for me?"),
        voice.say("What else could be done, and what happens if I wait?"),
        voice.say("What side effects may I have, and what helps against them?"),
        voice.say("How will we see whether it works, and when?"),
        voice.say("How much did the program count in your advice? Do you agree with it?"),
        voice.say("Whom can I call if I do not feel well?"),
    )

"""Whether the two readings agree, in words; they are never blended into one number. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.ui.language import translate
from hccdesk.ui.results.cards import CardContent, Direction


@dataclass(frozen=True, slots=True)
class Concordance:
    """`icon` and colour `role` go with the words; `caveat` names a reading that was made for another treatment."""

    icon: str
    role: str
    words: str
    caveat: str = ""


def concordance(ct: CardContent, slide: CardContent) -> Concordance:
    """The two cards side by side."""
    if ct.direction is None or slide.direction is None:
        return Concordance("minus-circle-outline", "muted", _missing(ct, slide))
    caveat = _caveat(ct, slide)
    if Direction.INDETERMINATE in (ct.direction, slide.direction):
        text = translate("Results", "One of the two readings is indeterminate: they can neither agree nor disagree.")
        return Concordance("help-circle-outline", "muted", text, caveat)
    if ct.direction is not slide.direction:
        text = translate("Results", "The two readings disagree: CT {ct}, biopsy {slide}. No combined number is made.")
        return Concordance("not-equal-variant", "caution", text.format(ct=_side(ct), slide=_side(slide)), caveat)
    text = translate("Results", "The two readings agree: both {side}. They stay two numbers, from two models.")
    return Concordance("equal", "text", text.format(side=_side(ct)), caveat)


def _missing(ct: CardContent, slide: CardContent) -> str:
    if ct.direction is None and slide.direction is None:
        return translate("Results", "Neither CT nor biopsy was read: there is nothing to compare.")
    if ct.direction is None:
        return translate("Results", "Only the biopsy was read: there is nothing to compare it with.")
    return translate("Results", "Only the CT was read: there is nothing to compare it with.")


def _side(content: CardContent) -> str:
    if content.favours_response:
        return translate("Results", "for response")
    return translate("Results", "against response")


def _caveat(ct: CardContent, slide: CardContent) -> str:
    if ct.outside and slide.outside:
        return translate("Results", "Both were made for another regimen.")
    if ct.outside:
        return translate("Results", "The CT model was made for another regimen.")
    if slide.outside:
        return translate("Results", "The biopsy model was made for another regimen.")
    return ""

"""What a model's manifest says of its limits; the like of one another said once."""

from __future__ import annotations

import re

from hccdesk.report.blocks import Bullets
from hccdesk.report.voice import Voice

_FOLLOWS = re.compile(
    r"(?P<title>.+) nearly follows from the other covariates \(variance inflation (?P<factor>\d+), at most 10 is "
    r"wanted\): its coefficient means little by itself\."
)


def known_limits(limits: tuple[str, ...], voice: Voice) -> tuple[Bullets, ...]:
    """A list in the manifest's order; nothing where it names none."""
    like = {text: found for text in limits if (found := _FOLLOWS.fullmatch(text))}
    if len(like) < 2:
        like = {}
    said = [voice.words(text) for text in limits if text not in like]
    if like:
        named = (f"{voice.words(found['title'])} ({found['factor']})" for found in like.values())
        said.append(
            voice.say(
                "Nearly follow from the other covariates (variance inflation in brackets, at most 10 is wanted), so "
                "that the coefficient of each means little by itself: {covariates}.",
                covariates=(", " if voice.language == "en" else "、").join(named),
            )
        )
    return (Bullets(voice.say("Known limits"), tuple(said)),) if said else ()

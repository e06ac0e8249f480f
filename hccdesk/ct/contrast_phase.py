"""Which contrast phase a CT series shows, as far as its names tell; a guess for the reader, never a gate."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hccdesk.domain.ct import ContrastPhase

_WORDS: tuple[tuple[ContrastPhase, str], ...] = (
    (
        ContrastPhase.DELAYED,
        r"delay\w*|late[\s_-]*(?:phase|ven\w*)|equilibrium|excret\w*|spät\w*|spaet\w*|"
        r"(?:3|5|8|10)[\s_]*min\b|延迟|延遲|平衡期|排泄期",
    ),
    (
        ContrastPhase.PORTAL_VENOUS,
        r"porto?[\s_-]*ven\w*|portal\w*|pv[ps]?|pvph|ven(?:ous|ös|oes|oese|öse)?|hepatic[\s_-]*ven\w*|"
        r"pfortader\w*|门静脉|门脉|門靜脈|静脉期|靜脈期|实质期",
    ),
    (ContrastPhase.ARTERIAL, r"arterial\w*|arteriell\w*|arterielle|art|(?:late|early)[\s_-]*art\w*|hap|aph|动脉|動脈"),
    (
        ContrastPhase.NATIVE,
        r"nativ\w*|non[\s_-]*con\w*|noncon\w*|unenhanced|without[\s_-]*contrast|w/?o(?:[\s_-]*(?:contrast|con|iv|c))|"
        r"nect|ncct|plain|pre[\s_-]*(?:con\w*|liver)|precontrast|ohne[\s_-]*km|平扫|平掃|非增强|增强前",
    ),
)
_PATTERNS = tuple(
    (phase, re.compile(rf"(?<![a-zäöü])(?:{words})(?![a-zäöü])", re.IGNORECASE)) for phase, words in _WORDS
)


def contrast_phase(descriptions: Iterable[str]) -> ContrastPhase:
    """The phase named by series description or protocol, the first that names exactly one; else `UNKNOWN`.

    English, German and Chinese words and the usual short forms. A text that names several phases
    (a protocol of all of them) says nothing about this series. An agent without a phase says nothing either.
    """
    for text in descriptions:
        named = {phase for phase, pattern in _PATTERNS if pattern.search(text.replace("_", " "))}
        if len(named) == 1:
            return named.pop()
    return ContrastPhase.UNKNOWN

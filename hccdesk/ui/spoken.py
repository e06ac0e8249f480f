"""What engines and manifests say, in the language of the window, fields named as clinicians name them."""

from __future__ import annotations

import re
from dataclasses import replace

from hccdesk import resources
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.sentence import Fact, Sentence
from hccdesk.ui import language
from hccdesk.ui.clinical_fields import FIELDS
from hccdesk.ui.language import QT_TRANSLATE_NOOP

ROLES = (QT_TRANSLATE_NOOP("Words", "clinical row"), QT_TRANSLATE_NOOP("Words", "slide"))
"""What engines call the inputs."""
_COUNTED = re.compile(r"(?P<what>.+) \((?P<n>\d+)\)")


def say(sentence: Sentence) -> str:
    """A sentence of the engines'; in English where nobody translated it, with a capital at its beginning."""
    text = tell(sentence)
    # A fact keeps its own letters: it is mHAP-II also at the beginning.
    return text if _template(sentence).startswith("{") else f"{text[:1].upper()}{text[1:]}"


def tell(sentence: Sentence) -> str:
    """A sentence as the engine began it, without a capital of ours."""
    named = replace(sentence, facts=tuple((name, _fact(fact)) for name, fact in sentence.facts))
    return named.in_words(_template(sentence))


def say_error(error: HccdeskError) -> str:
    """What happened and what one can do, one after the other."""
    said, advice = tell(error.said), tell(error.advice)
    return said + advice if said.endswith("。") else f"{said} {advice}".strip()


def words(text: str) -> str:
    """Text of a manifest or a finding, translated where the catalogue has it."""
    return _catalogue().get(text) or language.translate("Words", text)


def field_title(name: str) -> str:
    """A field of the clinical row as the form calls it; any other key with its words apart."""
    if name in FIELDS:
        return language.translate("ClinicalForm", FIELDS[name].title)
    # Scores convert: an input in centimetres is still the field in millimetres.
    kin = next((field for field in FIELDS.values() if field.name.rsplit("_", 1)[0] == name.rsplit("_", 1)[0]), None)
    return language.translate("ClinicalForm", kin.title) if kin else words(name.replace("_", " "))


def _template(sentence: Sentence) -> str:
    known = _catalogue()
    if sentence.template in known:
        return known[sentence.template]
    # Within another sentence a sentence goes without its full stop.
    return known.get(f"{sentence.template}.", sentence.template).rstrip("。")


def _fact(fact: Fact) -> Fact:
    if isinstance(fact, Sentence):
        return tell(fact)
    if not isinstance(fact, str):
        return fact
    parts = fact.split(", ")
    # Only a list of words we know is a list; a comma in a title stays as it is.
    named = [_name(part) for part in parts]
    return fact if named == parts else ("、" if language.current() == language.CHINESE else ", ").join(named)


def _name(part: str) -> str:
    """A field or a word; a word with how many there were keeps its number, as on paper."""
    if counted := _COUNTED.fullmatch(part):
        return f"{words(counted['what'])} ({counted['n']})"
    return field_title(part) if part in FIELDS else words(part)


def _catalogue() -> dict[str, str]:
    return resources.sentences("zh_CN") if language.current() == language.CHINESE else {}

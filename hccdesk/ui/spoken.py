"""What engines and manifests say, in the language of the window, fields named as clinicians name them."""

from __future__ import annotations

from dataclasses import replace

from hccdesk import resources
from hccdesk.domain.sentence import Fact, Sentence
from hccdesk.ui import language
from hccdesk.ui.clinical_fields import FIELDS
from hccdesk.ui.language import QT_TRANSLATE_NOOP

ROLES = (QT_TRANSLATE_NOOP("Words", "clinical row"), QT_TRANSLATE_NOOP("Words", "slide"))
"""What engines call the inputs."""


def say(sentence: Sentence) -> str:
    """A sentence of the engines'; in English where nobody translated it, with a capital at its beginning."""
    text = _in_words(sentence)
    # A fact keeps its own letters: it is mHAP-II also at the beginning.
    return text if _template(sentence).startswith("{") else f"{text[:1].upper()}{text[1:]}"


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


def _in_words(sentence: Sentence) -> str:
    named = replace(sentence, facts=tuple((name, _fact(fact)) for name, fact in sentence.facts))
    return named.in_words(_template(sentence))


def _template(sentence: Sentence) -> str:
    return _catalogue().get(sentence.template, sentence.template)


def _fact(fact: Fact) -> Fact:
    if isinstance(fact, Sentence):
        return _in_words(fact)
    if not isinstance(fact, str):
        return fact
    parts = fact.split(", ")
    # Only a list of words we know is a list; a comma in a title stays as it is.
    named = [field_title(part) if part in FIELDS else words(part) for part in parts]
    return fact if named == parts else ("、" if language.current() == language.CHINESE else ", ").join(named)


def _catalogue() -> dict[str, str]:
    return resources.sentences("zh_CN") if language.current() == language.CHINESE else {}

"""Faults of a clinical file, its fields called as the form calls them; the command line says the file's names."""

from __future__ import annotations

from dataclasses import replace

from hccdesk.domain.errors import InputError, InputFaults
from hccdesk.domain.sentence import Fact, Sentence
from hccdesk.ui.clinical_fields import FIELDS
from hccdesk.ui.spoken import field_title


def in_form_words(error: BaseException) -> BaseException:
    """The same error; what is said of a `field` is said of the form's."""
    if isinstance(error, InputFaults):
        return InputFaults([_told(fault) for fault in error.faults])
    return _told(error) if type(error) is InputError else error


def _told(fault: InputError) -> InputError:
    facts = tuple((name, _title(fact) if name == "field" else fact) for name, fact in fault.said.facts)
    return InputError(replace(fault.said, facts=facts), where=fault.where, what_to_do=fault.advice)


def _title(fact: Fact) -> Fact:
    name = fact.template if isinstance(fact, Sentence) else fact
    return Sentence.literally(field_title(name)) if isinstance(name, str) and name in FIELDS else fact

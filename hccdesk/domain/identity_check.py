"""Whether the inputs of a case speak of one patient."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.sentence import Sentence


def identity_problems(identities: Mapping[str, PatientIdentity]) -> tuple[Problem, ...]:
    """What contradicts between the inputs, keyed by role (`clinical`, `ct`, `slide`).

    Different patient IDs, birth dates or sexes are a `STOP`; different names with one ID are a `WARNING`, since
    hospitals romanise and mask names. Inputs that carry no identifier are a `NOTE`. No identifier is quoted.
    """
    stops = [
        Problem(
            Severity.STOP,
            f"{a}, {b}",
            Sentence.of("the {a} and the {b} name different patients ({what} differs)", a=a, b=b, what=what),
            Sentence.of("check that all files belong to one patient"),
        )
        for a, b, what in _contradictions(identities)
    ]
    return (*stops, *_different_names(identities), *_without_identifier(identities))


def _contradictions(identities: Mapping[str, PatientIdentity]) -> list[tuple[str, str, str]]:
    found = []
    for a, b in _pairs(identities):
        for what, first, second in _comparable(identities[a], identities[b]):
            if first and second and first != second:
                found.append((a, b, what))
                break
    return found


def _pairs(identities: Mapping[str, PatientIdentity]) -> list[tuple[str, str]]:
    roles = list(identities)
    return [(a, b) for i, a in enumerate(roles) for b in roles[i + 1 :]]


def _comparable(a: PatientIdentity, b: PatientIdentity) -> list[tuple[str, object, object]]:
    return [
        ("patient ID", _plain(a.patient_id), _plain(b.patient_id)),
        ("birth date", a.birth_date, b.birth_date),
        ("sex", a.sex, b.sex),
    ]


def _different_names(identities: Mapping[str, PatientIdentity]) -> list[Problem]:
    return [
        Problem(
            Severity.WARNING,
            f"{a}, {b}",
            Sentence.of("the {a} and the {b} write the patient's name differently", a=a, b=b),
            Sentence.of("check that both belong to this patient"),
        )
        for a, b in _pairs(identities)
        if _words(identities[a].name) and _words(identities[b].name)
        if _words(identities[a].name) != _words(identities[b].name)
    ]


def _without_identifier(identities: Mapping[str, PatientIdentity]) -> list[Problem]:
    return [
        Problem(
            Severity.NOTE,
            role,
            Sentence.of("the {role} carries no patient ID, so it could not be checked against the others", role=role),
        )
        for role, identity in identities.items()
        if len(identities) > 1 and not _plain(identity.patient_id)
    ]


def _plain(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").strip().casefold()


def _words(name: str | None) -> frozenset[str]:
    return frozenset(word for word in re.split(r"[\s^=,.·]+", _plain(name)) if word)

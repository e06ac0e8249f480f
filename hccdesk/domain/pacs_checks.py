"""What is refused of a PACS or a question to one before anything is sent."""

from __future__ import annotations

import re
from dataclasses import fields

from hccdesk.domain.delivery import PacsNode, StudyQuery
from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence

LONGEST_AE_TITLE = 16
LONGEST_TIMEOUT_S = 600
LONGEST_NAME = 40
LONGEST_ANSWER = 64
_HOST = re.compile(r"[A-Za-z0-9.:_-]{1,253}")
_DATE = re.compile(r"\d{8}")
_UID = re.compile(r"[0-9.]{1,64}")
_ADVICE = "Ask whoever looks after the PACS for its address, port and AE title."


def check_node(node: PacsNode) -> None:
    """Raises `InputError` for what no PACS can be called, reached at, or asked with."""
    if not node.name.strip() or len(node.name) > LONGEST_NAME or not node.name.isprintable():
        raise InputError(Sentence.of("a PACS needs a name of 1 to {most} characters.", most=LONGEST_NAME))
    if not _HOST.fullmatch(node.host):
        raise InputError("this is no address: a name or an IP number is wanted.", what_to_do=_ADVICE)
    for port in (node.port, node.receive_port):
        if not 1 <= port <= 65535:
            raise InputError(Sentence.of("{port} is no port: 1 to 65535 is wanted.", port=port), what_to_do=_ADVICE)
    for title in (node.called_ae, node.calling_ae):
        _check_title(title)
    if not 1 <= node.timeout_s <= LONGEST_TIMEOUT_S:
        raise InputError(Sentence.of("the longest wait for an answer is 1 to {most} seconds.", most=LONGEST_TIMEOUT_S))
    if node.tls is not None and (node.tls.key is None) != (node.tls.certificate is None):
        raise InputError("a certificate of ours and its key go together: name both or neither.")


def check_query(query: StudyQuery) -> None:
    """Raises `InputError` for a question that everybody's study answers, or that is none."""
    told = {field.name: str(getattr(query, field.name)).strip() for field in fields(query)}
    if not any(told[name].strip("*? ") for name in told):
        raise InputError("say at least one thing about the patient: an ID, a name, an accession number or a date.")
    for text in told.values():
        if "\\" in text or not text.isprintable() or len(text) > LONGEST_ANSWER:
            raise InputError(
                Sentence.of("what is looked for is text of at most {most} letters, no \\.", most=LONGEST_ANSWER)
            )
    for name in ("study_date_from", "study_date_to"):
        if told[name] and not _DATE.fullmatch(told[name]):
            raise InputError("a study date is written as eight digits, year first, as in 20260131.")


def check_uid(uid: str) -> None:
    """Raises `InputError` for what is no UID."""
    if not _UID.fullmatch(uid):
        raise InputError("this is no UID: digits and points are wanted.")


def _check_title(title: str) -> None:
    printable = title.isascii() and title.isprintable() and "\\" not in title
    if not title.strip() or len(title) > LONGEST_AE_TITLE or not printable:
        raise InputError(
            Sentence.of("an AE title is 1 to {most} plain letters, digits or signs.", most=LONGEST_AE_TITLE),
            what_to_do=_ADVICE,
        )

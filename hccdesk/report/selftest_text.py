"""The check of an installation as plain lines, for a terminal or a text file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from hccdesk.domain.selftest import CheckState, SelftestCheck, SelftestReport, SelftestSection
from hccdesk.report.selftest_words import counts, machine_rows, section_counts, state_words, verdict
from hccdesk.report.voice import Voice

WIDTH = 80
_LABEL = 14


def text_lines(report: SelftestReport, language: str, *, whole: bool) -> tuple[str, ...]:
    """Lines of at most `WIDTH` columns; `whole` lists every check, otherwise only what did not pass.

    A file that is to be signed is whole. Raises `ValueError` for another language than "en" or "zh".
    """
    voice = Voice(language)
    return tuple(_lines(report, voice, whole))


def _lines(report: SelftestReport, voice: Voice, whole: bool) -> Iterator[str]:
    yield voice.say("Check of the installation")
    yield ""
    for name, words in machine_rows(report, voice):
        yield from _wrapped(words, _padded(name, _LABEL))
    yield ""
    for section in report.sections:
        yield from _section(section, voice, whole)
    yield ""
    yield counts(report, voice)
    yield from _wrapped(verdict(report, voice), "")
    if whole:
        yield ""
        yield f"{voice.say('Checked by')} ____________________________   {voice.say('Date')} ________________"


def _section(section: SelftestSection, voice: Voice, whole: bool) -> Iterator[str]:
    title = _padded(voice.tell(section.title), 24)
    yield f"{title}{state_words(section.state, voice)} ({section_counts(section, voice)})"
    for check in section.checks:
        if whole or check.state is CheckState.FAILED:
            yield from _check(check, voice)


def _check(check: SelftestCheck, voice: Voice) -> Iterator[str]:
    yield from _wrapped(f"{state_words(check.state, voice)}: {voice.tell(check.name)}", "  ")
    yield from _wrapped(voice.tell(check.finding), "      ")


def _wrapped(text: str, first: str) -> Iterator[str]:
    """`text` after `first`, further lines set in as far; Chinese characters take two columns and break anywhere."""
    indent = " " * _columns(first)
    line = first
    for word in _words(text):
        if _columns(line) + _columns(word.rstrip()) > WIDTH and line.strip() != first.strip():
            yield line.rstrip()
            line = indent
        line += word if line.strip() or not word.isspace() else ""
    yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        word += character
        if character == " " or _columns(character) > 1:
            yield word
            word = ""
    if word:
        yield word


def _padded(text: str, width: int) -> str:
    return text + " " * max(width - _columns(text), 1)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)

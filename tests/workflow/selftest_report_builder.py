"""A check of the installation that nobody ran."""

from __future__ import annotations

from datetime import UTC, datetime

from hccdesk.domain.selftest import CheckState, MachineFacts, SelftestCheck, SelftestReport, SelftestSection
from hccdesk.domain.sentence import Sentence

MACHINE = MachineFacts(
    "Linux 6.1 (x86_64)", "A processor", 8, 16_384, ("CPU (x86_64, 8 cores)",), "3.11.7",
    Sentence.of("a Python package"), (("numpy", "2.4.6"),),
)  # fmt: skip


def a_check(state: CheckState = CheckState.PASSED, name: str = "shipped files") -> SelftestCheck:
    return SelftestCheck(Sentence.of("files of {model}", model=name), state, Sentence.of("trusted"), 0.25)


def a_selftest_report(*states: CheckState, quick: bool = False) -> SelftestReport:
    checks = tuple(a_check(state, f"model-{n}") for n, state in enumerate(states or (CheckState.PASSED,)))
    section = SelftestSection("files", Sentence.of("Files"), checks)
    return SelftestReport("1.2.3", datetime(2026, 11, 22, 5, 7, tzinfo=UTC), 33.4, quick, MACHINE, (section,))

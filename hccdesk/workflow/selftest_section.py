"""Runs the checks of one section, whatever becomes of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from hccdesk.domain.errors import Cancelled, HccdeskError
from hccdesk.domain.progress import Progress
from hccdesk.domain.selftest import SelftestCheck, SelftestSection
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.selftest_plan import Check, Ground, Outcome, SectionPlan, judged

Told = Callable[[str, SelftestCheck], None]
"""Called with the key of the section and each check as soon as it was run."""


def run_section(plan: SectionPlan, ground: Ground, told: Told) -> SelftestSection:
    """Every check of the section; one that fails, or that cannot be run, never stops the others."""
    inner = _SectionProgress(ground.progress, plan.title.text)
    checks = _found(plan, replace(ground, progress=inner))
    done: list[SelftestCheck] = []
    for number, check in enumerate(checks):
        inner.reach(number, len(checks))
        done.append(_run(check))
        told(plan.key, done[-1])
    inner.reach(len(checks), len(checks))
    return SelftestSection(plan.key, plan.title, tuple(done))


class _SectionProgress:
    """One bar a section: what engines report within a check only asks whether to stop."""

    def __init__(self, progress: Progress, label: str) -> None:
        self._progress, self._label = progress, label
        self._at = (0, 1)

    def reach(self, done: int, total: int) -> None:
        self._at = done, total
        self.step(done, total, self._label)

    def step(self, done: int, total: int, label: str) -> None:
        self._progress.step(*self._at, self._label)


def _found(plan: SectionPlan, ground: Ground) -> Sequence[Check]:
    try:
        return plan.checks(ground)
    except Cancelled:
        raise
    except Exception as error:  # what there is to check could not even be found out
        outcome = _broken(error)
        return [Check(plan.title, lambda: outcome)]


def _run(check: Check) -> SelftestCheck:
    begun = time.perf_counter()
    try:
        state, finding = check.run()
    except Cancelled:
        raise
    except Exception as error:  # a check that fails in a way of its own must not cost the others
        state, finding = _broken(error)
    return SelftestCheck(check.name, state, finding, time.perf_counter() - begun)


def _broken(error: Exception) -> Outcome:
    """In words where the error has some; otherwise its kind alone, since its own words may quote a path."""
    if isinstance(error, HccdeskError):
        return judged(False, Sentence.of("{what} {advice}", what=error.said, advice=error.advice))
    if isinstance(error, FileNotFoundError) and error.filename:
        return judged(False, Sentence.of("the file {name} is missing", name=Path(str(error.filename)).name))
    return judged(False, Sentence.of("it could not be checked ({kind})", kind=type(error).__name__))

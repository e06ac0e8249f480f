"""The synthetic sample patient from files to report, against the numbers that were found when it was shipped."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from hccdesk.domain.agreement import FULL_PRECISION_LIMIT, at_full_precision
from hccdesk.domain.progress import Progress
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.analyse_case import analyse_case
from hccdesk.workflow.make_sample import make_sample
from hccdesk.workflow.open_case import open_case
from hccdesk.workflow.reference_numbers import Numbers, reference_numbers
from hccdesk.workflow.selftest_plan import Check, Ground, Outcome, judged
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.write_report import set_report

REFERENCE_NAME = "selftest/reference.json"
_NAMED = 4


def reference_checks(ground: Ground) -> Sequence[Check]:
    """The analysis itself, each group of its numbers, and the report, which must come out the same twice."""
    case = _ReferenceCase(ground)
    expected: Numbers = json.loads((ground.assets / REFERENCE_NAME).read_text(encoding="utf-8"))["numbers"]
    groups = [
        Check(Sentence.literally(group), partial(_compared, case, group, numbers))
        for group, numbers in expected.items()
    ]
    first = Check(Sentence.of("the sample patient is made, read and analysed"), case.run)
    return [first, *groups, Check(Sentence.of("the report, set twice"), partial(_report, case))]


def analyse_reference(folder: Path, bench: Workbench, progress: Progress) -> CaseResult:
    """The sample patient's result by the models that were shipped; a site's own would give other numbers."""
    shipped = replace(bench, site_folder=None)
    return analyse_case(open_case(make_sample(folder, progress), shipped, progress), shipped, progress)


class _ReferenceCase:
    """The one result that all checks of the section look at."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._result: CaseResult | None = None

    @property
    def result(self) -> CaseResult:
        if self._result is None:
            raise LookupError("the analysis gave no result")
        return self._result

    def run(self) -> Outcome:
        ground = self._ground
        self._result = analyse_reference(ground.scratch / "sample", ground.bench, ground.progress)
        runtime = self._result.provenance.runtime
        device = runtime.device_said if runtime else Sentence.of("without networks")
        return judged(True, Sentence.of("analysed on {device}", device=device))


def _compared(case: _ReferenceCase, group: str, expected: Mapping[str, float]) -> Outcome:
    got = reference_numbers(case.result).get(group, {})
    missing = [name for name in expected if name not in got]
    if missing:
        return judged(False, Sentence.of("not computed: {names}", names=", ".join(missing[:_NAMED])))
    found = {name: _difference(got[name], value) for name, value in expected.items()}
    worst = max(found, key=lambda name: found[name], default="")
    difference = found.get(worst, float("inf"))
    if difference <= FULL_PRECISION_LIMIT:
        said = Sentence.of("{n} numbers, the largest difference {difference:.1e} (limit {limit:.0e}, relative)",
                           n=len(found), difference=difference, limit=FULL_PRECISION_LIMIT)  # fmt: skip
        return judged(True, said)
    said = Sentence.of(
        "{name}: {got:.6g} instead of {expected:.6g}, a difference of {difference:.1e} (limit {limit:.0e}, relative)",
        name=worst,
        got=got.get(worst, float("nan")),
        expected=expected.get(worst, float("nan")),
        difference=difference,
        limit=FULL_PRECISION_LIMIT,
    )
    return judged(False, said)


def _difference(got: float, expected: float) -> float:
    difference = at_full_precision(np.array([got]), np.array([expected])).difference
    return float("inf") if math.isnan(difference) else difference  # NaN would hide behind other numbers


def _report(case: _ReferenceCase) -> Outcome:
    first, second = (set_report(case.result, ReportOptions("en")) for _ in range(2))
    if first != second:
        return judged(False, Sentence.of("the same result gave two different files"))
    return judged(True, Sentence.of("{n} bytes, equal both times", n=len(first)))

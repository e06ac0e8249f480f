"""docs/RISKS.md and docs/FAULTS.md, from the registers and the tests that prove them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from register import PROBABILITIES, SEVERITIES, BadRow, Hazard
from traced import Traced

_WRITTEN = "<!-- Written by `make docs` from tests/traceability and the tests themselves; a test compares. -->"


def risks_page(hazards: Sequence[Hazard], traced: Traced) -> str:
    """The risk table: every hazard with its controls, every control with its tests."""
    counted = {name for one in hazards for control in one.controls for name in traced.tests[control.id]}
    controls = sum(len(one.controls) for one in hazards)
    lines = [
        "# Risks",
        "",
        _WRITTEN,
        "",
        "What can go wrong between the files and the board, what keeps it away, and which tests prove it. The form is",
        "that of ISO 14971; the program is for research and no certified medical device. Severity and probability are",
        "estimates of its makers, not measured in use: a site that uses the program for patients makes its own.",
        "",
        f"{len(hazards)} hazards, {controls} controls, {len(counted)} tests. A control without a test fails the suite.",
        "",
        *_scale("Severity", SEVERITIES),
        *_scale("Probability", PROBABILITIES),
        "| hazard | severity | before | after |",
        "|---|---|---|---|",
        *(
            f"| [{one.id}](#{_anchor(one)}) {one.title} | {one.severity} | {one.before} | {one.after} |"
            for one in hazards
        ),
    ]
    for one in hazards:
        lines += ["", *_hazard_lines(one, traced)]
    return "\n".join(lines) + "\n"


def faults_page(rows: Sequence[BadRow], traced: Traced) -> str:
    """The table of bad input: every row with its tests, or with the reason why it has none."""
    without = [row for row in rows if not traced.tests[row.id]]
    lines = [
        "# Bad input and faults",
        "",
        _WRITTEN,
        "",
        "What the program must survive: no crash, no hang, nothing partial shown as whole, one plain sentence for the",
        "reader, and everything as it was before. Each row names the tests in which it really happens.",
        "",
        f"{len(rows)} rows, {len(rows) - len(without)} of them with tests; without: "
        f"{', '.join(row.id for row in without) or 'none'}.",
    ]
    for group, of_group in groupby(rows, key=lambda row: row.group):
        lines += ["", f"## {group}"]
        for row in of_group:
            lines += ["", *_row_lines(row, traced)]
    return "\n".join(lines) + "\n"


def _scale(name: str, words: dict[str, str]) -> list[str]:
    return [f"{name}: " + "; ".join(f"**{sign}** {meaning}" for sign, meaning in words.items()) + ".", ""]


def _hazard_lines(one: Hazard, traced: Traced) -> list[str]:
    lines = [
        f"## {one.id} {one.title}",
        "",
        f"- Cause: {one.cause}",
        f"- Harm: {one.harm}",
        f"- {one.severity}, {one.before} before and {one.after} after its controls",
        f"- What remains: {one.residual}",
    ]
    for control in one.controls:
        lines += ["", f"**{control.id}** {control.does}", "", *_test_lines(traced.tests[control.id])]
    return lines


def _row_lines(row: BadRow, traced: Traced) -> list[str]:
    lines = [f"**{row.id}** {row.title}", "", *_test_lines(traced.tests[row.id])]
    if row.untested:
        lines += [f"- No test: {row.untested}"]
    if row.left_open:
        lines += [f"- Not shown: {row.left_open}"]
    return lines


def _test_lines(names: Sequence[str]) -> list[str]:
    return [f"- `{name}`" for name in names]


def _anchor(one: Hazard) -> str:
    kept = "".join(c for c in f"{one.id} {one.title}".lower() if c.isalnum() or c in " -")
    return kept.replace(" ", "-")

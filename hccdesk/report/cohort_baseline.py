"""The baseline table: a line for each variable or level, a column for each group, and which test each p is from."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from hccdesk.domain.cohort_description import BaselineRow, CohortDescription, Counted, Spread, TestOutcome
from hccdesk.domain.result import NotComputed
from hccdesk.report.blocks import Block, Cell, Heading, Paragraph, Table
from hccdesk.report.clinical_labels import VALUE_LABELS
from hccdesk.report.footnotes import Footnotes
from hccdesk.report.statistics_words import DASH, counted, p_value, spread, spread_places
from hccdesk.report.survival_groups import group_name
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice

MOST_GROUPS_ACROSS = 5
"""More groups than these go on in a further table."""
_COMFORTABLE_COLUMNS = 3


def baseline(description: CohortDescription, voice: Voice) -> tuple[Block, ...]:
    """Heading, table (several where there are many groups) and footnotes."""
    heading = Heading(voice.say("Baseline characteristics"))
    if not description.baseline:
        return heading, Paragraph(voice.say("The table holds no baseline variable."), Tone.MUTED)
    notes = Footnotes()
    *before, last = (_table(description, part, notes, voice) for part in _parts(description))
    return heading, *before, replace(last, notes=notes.text(*_conventions(description, voice)))


def _parts(description: CohortDescription) -> list[list[int]]:
    """The columns of each table: as many groups as fit across, all patients in the last."""
    count = len(description.groups)
    parts = [
        list(range(start, min(start + MOST_GROUPS_ACROSS, count))) for start in range(0, count, MOST_GROUPS_ACROSS)
    ]
    return [*parts[:-1], [*(parts[-1] if parts else []), count]]


def _table(description: CohortDescription, columns: list[int], notes: Footnotes, voice: Voice) -> Table:
    last = len(description.groups) in columns
    tested = last and description.by is not None
    header = [voice.say("Variable"), *(_column_words(description, n, voice) for n in columns)]
    header += [voice.say("Missing")] if last else []
    header += [voice.say("p")] if tested else []
    rows: list[tuple[Cell, ...]] = []
    for _, same in groupby(description.baseline, key=lambda row: row.variable):
        rows += _variable(list(same), columns, (last, tested), notes, voice)
    widths = (2.8, *(1.7 for _ in columns), *((1.2,) if last else ()), *((1.2,) if tested else ()))
    numbers = tuple(range(1 + len(columns), len(header)))
    return Table(tuple(header), tuple(rows), widths, numbers, compact=len(description.groups) >= _COMFORTABLE_COLUMNS)


def _column_words(description: CohortDescription, number: int, voice: Voice) -> str:
    if number == len(description.groups):
        return voice.say("All (n={n})", n=description.patients)
    name, patients = description.groups[number]
    return voice.say("{group} (n={n})", group=group_name(name, voice), n=patients)


def _variable(
    rows: list[BaselineRow], columns: list[int], shown: tuple[bool, bool], notes: Footnotes, voice: Voice
) -> list[tuple[Cell, ...]]:
    """A variable's lines: one, or its title and a line for each level."""
    first, closing = rows[0], _closing(rows[0], shown, notes, voice)
    if len(rows) == 1:
        return [(Cell(_title(first, voice, first.level)), *_values(first, columns, notes, voice), *closing)]
    made = [(Cell(_title(first, voice)), *(Cell("") for _ in columns), *closing)]
    blank = tuple(Cell("") for _ in closing)
    for row in rows:
        level = Cell(level_words(row.level, voice), indented=True)
        made.append((level, *_values(row, columns, notes, voice), *blank))
    return made


def _title(row: BaselineRow, voice: Voice, level: str | None = None) -> str:
    parts = [voice.words(row.title), voice.words(row.unit) if row.unit else ""]
    parts += [level_words(level, voice)] if level else []
    return (", " if voice.language == "en" else "，").join(part for part in parts if part)


def level_words(level: str | None, voice: Voice) -> str:
    """A level as it is printed: the word of a file as a clinician says it, a free text as it is."""
    if level is None:
        return voice.say("unknown")
    return voice.words(VALUE_LABELS.get(level, level))


def _values(row: BaselineRow, columns: list[int], notes: Footnotes, voice: Voice) -> tuple[Cell, ...]:
    return tuple(_value(row.cells[n], row, notes, voice) for n in columns)


def _value(cell: Counted | Spread | NotComputed, row: BaselineRow, notes: Footnotes, voice: Voice) -> Cell:
    match cell:
        case Counted():
            return Cell(counted(cell))
        case Spread():
            return Cell(spread(cell, row.normal is not False, spread_places(row.cells, row.normal is not False)))
        case NotComputed():
            return notes.missing(cell, voice)


def _closing(row: BaselineRow, shown: tuple[bool, bool], notes: Footnotes, voice: Voice) -> tuple[Cell, ...]:
    missing, tested = shown
    cells = (Cell(str(row.missing)),) if missing else ()
    return (*cells, _p(row.test, notes, voice)) if tested else cells


def _p(test: TestOutcome | NotComputed | None, notes: Footnotes, voice: Voice) -> Cell:
    if test is None:
        return Cell(DASH)
    if isinstance(test, NotComputed):
        return notes.missing(test, voice)
    return Cell(p_value(test.p), note=notes.mark(voice.words(test.test)))


def _conventions(description: CohortDescription, voice: Voice) -> tuple[str, ...]:
    kinds = {row.normal for row in description.baseline}
    said = [voice.say("n (% of the patients whose value is known)")] if None in kinds else []
    said += [voice.say("mean ± standard deviation")] if True in kinds else []
    said += [voice.say("median (lower–upper quartile)")] if False in kinds else []
    tested = [voice.say("p: difference between the groups, not corrected for multiple testing")]
    return (*said, *(tested if description.by is not None else ()))

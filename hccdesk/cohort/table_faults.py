"""The faults of a whole table: the same fault in many rows is said once, with the rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from hccdesk.domain.errors import InputError, InputFaults
from hccdesk.domain.sentence import Sentence

MOST_LISTED = 1000
"""Lines of faults; nobody mends more in one go."""
MOST_SPANS = 12
MOST_ALIKE = 5
_VALUES = ("shown", "text")
"""The facts of a fault that repeat what a cell holds."""
_Fault = tuple[Sentence, Sentence]


@dataclass(slots=True)
class TableFaults:
    """What is wrong with the table at `where`: of the table as a whole, then of its rows in the order found."""

    where: Path
    of_table: list[InputError] = field(default_factory=list)
    of_rows: dict[_Fault, list[int]] = field(default_factory=dict)

    def add(self, fault: InputError) -> None:
        """A fault of the table as a whole."""
        self.of_table.append(fault)

    def add_in(self, row: int, fault: InputError) -> None:
        """A fault of one row, by its number in a spreadsheet."""
        self.of_rows.setdefault((fault.said, fault.advice), []).append(row)

    def raise_any(self) -> None:
        """Raise all faults together, the only one as itself; nothing where there is none.

        Of faults that differ only in the value found, `MOST_ALIKE` are shown and the others put into one line.
        """
        found = [*self.of_table, *(self._in_rows(*fault, rows) for fault, rows in _merged(self.of_rows).items())]
        if len(found) == 1:
            raise found[0]
        if len(found) > MOST_LISTED:
            rest = len(found) - MOST_LISTED
            found[MOST_LISTED:] = [InputError(Sentence.of("… and {more} more faults.", more=rest), where=self.where)]
        if found:
            raise InputFaults(found)

    def _in_rows(self, said: Sentence, advice: Sentence, rows: list[int]) -> InputError:
        if len(rows) == 1:
            what = Sentence.of("Row {row}: {fault}", row=rows[0], fault=said)
        elif spans(rows).endswith("…"):
            what = Sentence.of("Rows {rows} ({n} in all): {fault}", rows=spans(rows), n=len(rows), fault=said)
        else:
            what = Sentence.of("Rows {rows}: {fault}", rows=spans(rows), fault=said)
        return InputError(what, where=self.where, what_to_do=advice)


def _merged(of_rows: dict[_Fault, list[int]]) -> dict[_Fault, list[int]]:
    merged: dict[_Fault, list[int]] = {}
    alike: dict[object, list[_Fault]] = defaultdict(list)
    for fault, rows in of_rows.items():
        same = alike[_but_for_the_value(fault)]
        same.append(fault)
        if len(same) <= MOST_ALIKE:
            merged[fault] = rows
        else:
            said, advice = same[MOST_ALIKE]
            others = Sentence.of("as above, with other values, such as: {example}", example=said)
            merged.setdefault((others, advice), []).extend(rows)
    return merged


def _but_for_the_value(fault: _Fault) -> object:
    said, advice = fault
    return said.template, tuple(fact for fact in said.facts if fact[0] not in _VALUES), advice


def spans(rows: list[int]) -> str:
    """Row numbers in short: "2–5, 9"; of more than `MOST_SPANS` stretches the rest is left to "…"."""
    stretches: list[list[int]] = []
    for row in sorted(set(rows)):
        if stretches and row == stretches[-1][1] + 1:
            stretches[-1][1] = row
        else:
            stretches.append([row, row])
    shown = [str(low) if low == high else f"{low}–{high}" for low, high in stretches[:MOST_SPANS]]
    return ", ".join([*shown, "…"] if len(stretches) > MOST_SPANS else shown)

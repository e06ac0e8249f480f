"""Which tests prove which control and which row; every reference that leads nowhere is a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from collected_tests import Collected
from register import BadRow, Hazard


@dataclass(frozen=True)
class Traced:
    """Names of tests by the id of control or row, and all that is wrong, a sentence each."""

    tests: Mapping[str, tuple[str, ...]]
    faults: tuple[str, ...]


def trace(hazards: Sequence[Hazard], rows: Sequence[BadRow], collected: Collected) -> Traced:
    """Follow the markers on the tests and the patterns in the files."""
    wanted = {control.id: control.tests for hazard in hazards for control in hazard.controls}
    wanted |= {row.id: row.tests for row in rows}
    excused = {row.id for row in rows if row.untested}
    faults = [f"{name} is marked with {told}, which there is not" for told, name in _strangers(wanted, collected)]
    tests = {}
    for told, patterns in wanted.items():
        found = set(collected.marked.get(told, ()))
        for pattern in patterns:
            matching = [name for name in collected.names if fnmatchcase(name, pattern)]
            found.update(matching)
            if not matching:
                faults.append(f"{told} names {pattern}, and no test is called so")
        tests[told] = tuple(sorted(found))
        if not found and told not in excused:
            faults.append(f"{told} has no test")
        if found and told in excused:
            faults.append(f"{told} is said to have no test, but has {min(found)}")
    return Traced(tests, tuple(faults))


def _strangers(wanted: Mapping[str, object], collected: Collected) -> list[tuple[str, str]]:
    return [(told, names[0]) for told, names in collected.marked.items() if told not in wanted]

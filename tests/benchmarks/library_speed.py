"""How fast the library of cases is, each act against the least that the disk can do for the same bytes, in one run.

Run as a script: `python tests/benchmarks/library_speed.py`. Peers: a plain file of the same size, written and synced;
a plain file read; a bare SQLite query over as many rows.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import apsw
import bench_paths  # noqa: F401 - first: it says where the builders are
import library_facts as facts

from hccdesk.workflow.case_library import case_library

ROUNDS = 15
MANY = 1000
LATTICE = (60, 512, 512)


@dataclass(frozen=True)
class Found:
    """Median seconds of an act and of its peer."""

    what: str
    ours_s: float
    peer: str
    peer_s: float

    @property
    def ratio(self) -> float:
        return self.ours_s / self.peer_s

    def __str__(self) -> str:
        return (
            f"{self.what}: {self.ours_s * 1000:.1f} ms, {self.peer} {self.peer_s * 1000:.1f} ms, ratio {self.ratio:.1f}"
        )


def measure(rounds: int = ROUNDS, many: int = MANY, lattice: tuple[int, int, int] = LATTICE) -> list[Found]:
    """Every act with its peer."""
    with tempfile.TemporaryDirectory() as name:
        os.environ.setdefault("HCCDESK_SITE_FOLDER", str(Path(name) / "site"))
        return [*_of_one_case(Path(name), rounds, lattice), *_of_many_cases(Path(name), rounds, many)]


def _of_one_case(root: Path, rounds: int, lattice: tuple[int, int, int]) -> list[Found]:
    library, case = case_library(root / "one"), facts.CASES[0]
    library.open()
    states = [facts.a_snapshot(case, number, lattice) for number in range(rounds)]
    before = _size(root / "one")
    library.save(case, states[0], facts.moment(0))
    content = os.urandom(max(1, _size(root / "one") - before))
    saving, writing, loading, reading, reports, plain = ([] for _ in range(6))
    pdf = facts.a_report(1)
    for number in range(1, rounds):
        saving.append(_took(lambda n=number: library.save(case, states[n], facts.moment(n))))
        writing.append(_took(lambda n=number: _write(root / f"peer {n}", content)))
        loading.append(_took(lambda: library.load(case)))
        reading.append(_took(lambda n=number: (root / f"peer {n}").read_bytes()))
        reports.append(_took(lambda n=number: library.keep_report(case, pdf + bytes([n]), facts.report_facts(n))))
        plain.append(_took(lambda n=number: _write(root / f"report {n}", pdf + bytes([n]))))
    again = [_took(lambda n=number: library.save(case, states[-1], facts.moment(n))) for number in range(rounds)]
    small = [_took(lambda n=number: _write(root / f"small {n}", bytes(4096))) for number in range(rounds)]
    library.close()
    size = f"{len(content) / 1e6:.2f} MB"
    return [
        _found(
            f"save a case with two new regions of {'×'.join(map(str, lattice))}", saving, f"file of {size}", writing
        ),
        _found("save it again with nothing new drawn", again, "file of 4 kB", small),
        _found("load it", loading, f"read {size}", reading),
        _found("keep a report", reports, f"file of {len(pdf) / 1e6:.1f} MB", plain),
    ]


def _of_many_cases(root: Path, rounds: int, many: int) -> list[Found]:
    folder = root / "many"
    library = case_library(folder)
    library.open()
    for number in range(many):
        case = f"{number:032x}"
        library.save(case, facts.a_snapshot(case, number, (4, 32, 32)), facts.moment(number))
    library.back_up()
    listing = [_took(library.list) for _ in range(rounds)]
    assert len(library.list().entries) == many
    library.close()
    query = [_took(lambda: _query(folder / "library.sqlite")) for _ in range(rounds)]
    opening, bare = [], []
    for _ in range(rounds):
        again = case_library(folder)
        opening.append(_took(again.open))
        again.close()
        bare.append(_took((folder / "library.sqlite").read_bytes))
    size = f"{(folder / 'library.sqlite').stat().st_size / 1e6:.0f} MB"
    return [
        _found(f"list {many} cases", listing, "bare query over as many rows", query),
        _found(f"open a library of {many} cases", opening, f"read its file of {size}", bare),
    ]


def _query(path: Path) -> None:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    connection.execute("SELECT case_id, body FROM cases ORDER BY sequence DESC").fetchall()
    connection.close()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _took(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _found(what: str, ours: list[float], peer: str, theirs: list[float]) -> Found:
    return Found(what, statistics.median(ours), peer, statistics.median(theirs))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("library.sqlite*"))


if __name__ == "__main__":
    for found in measure():
        sys.stdout.write(f"{found}\n")

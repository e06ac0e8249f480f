"""Rounds of one thing: a child puts into a library, is killed, and another child looks at what is left."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import library_facts as facts
from disks import FaultyFolder
from forks import KILLED, Fork, Forks
from library_truth import told
from older_library import OLDER

ROUNDS_PER_LIBRARY = 12
"""A library grows with the rounds, and so does the looking at it: after so many a new one is begun."""
SEARCHED_S = 30


@dataclass
class Tally:
    """What came of many rounds; `killed` are those that were at work when the signal came."""

    kind: str
    rounds: int = 0
    killed: int = 0
    said: int = 0
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        found = f"{self.killed:>6} killed at work {self.said:>7} said saved {len(self.lost):>4} lost"
        return f"{self.kind:<12} {self.rounds:>6} rounds {found}"

    def __iadd__(self, other: Tally) -> Tally:
        self.rounds += other.rounds
        self.killed += other.killed
        self.said += other.said
        self.lost += other.lost
        return self


@dataclass(frozen=True)
class Bench:
    """A library under test, what lies beside it, and who works on it.

    Where the library is on a disk that only children see, `disk` is the two names of that place.
    """

    forks: Forks
    root: Path
    sources: Path
    disk: FaultyFolder | None = None

    @property
    def library(self) -> Path:
        """Where children find it."""
        return (self.disk.shown if self.disk else self.root) / "library"

    @property
    def beneath(self) -> Path:
        """Where its files are for this process."""
        return (self.disk.backing if self.disk else self.root) / "library"

    @property
    def log(self) -> Path:
        """What was said."""
        return self.root / "said"

    def work(self, kind: str, seed: int, n_acts: int, die_at: int = -1, torn: bool = False) -> Fork:
        """A child that puts things into the library."""
        return self.forks.start(
            "library_acts:work", kind, self.library, self.sources, str(self.log), seed, n_acts, die_at, torn,
            said=self.log,
        )  # fmt: skip

    def losses(self) -> list[str]:
        """What a fresh child finds missing."""
        verdict = self.root / "verdict"
        verdict.unlink(missing_ok=True)
        beside = self.root / "looked"
        child = self.forks.start("library_losses:look", self.library, self.sources, self.log, str(verdict), said=beside)
        if code := child.wait():
            return [f"the library could not be looked at ({code}): {child.complaint[-1500:]}"]
        return list(json.loads(verdict.read_text(encoding="utf-8")))

    def put_by(self) -> None:
        """Keep library and log as they are, to be taken up again as often as wanted."""
        shutil.copytree(self.beneath, self.root / "put_by")
        shutil.copytree(self.root / "site", self.root / "put_by_site", dirs_exist_ok=True)
        shutil.copy(self.log, self.root / "put_by_said")

    def take_up(self) -> None:
        """Be again as it was, in the same place."""
        shutil.rmtree(self.beneath)
        shutil.copytree(self.root / "put_by", self.beneath)
        shutil.rmtree(self.root / "site")
        shutil.copytree(self.root / "put_by_site", self.root / "site")
        shutil.copy(self.root / "put_by_said", self.log)


@contextmanager
def a_bench(forks: Forks, folder: Path, disk: FaultyFolder | None = None) -> Iterator[Bench]:
    """An empty place for a library; gone again afterwards, for thousands of rounds must not fill a disk."""
    sources = folder / "sources"
    if not sources.exists():
        facts.write_sources(sources)
    bench = Bench(forks, folder / "bench", sources, disk)
    bench.root.mkdir()
    bench.beneath.mkdir()
    (bench.root / "site").mkdir()
    try:
        yield bench
    finally:
        shutil.rmtree(bench.root, ignore_errors=True)
        shutil.rmtree(bench.beneath, ignore_errors=True)


def killed_at_random(forks: Forks, folder: Path, kind: str, seed: int, rounds: int) -> Tally:
    """Kill after a random time, `rounds` times; every loss names the seed and the round that it came in."""
    tally, rng = Tally(kind), random.Random(seed)
    while tally.rounds < rounds:
        with a_bench(forks, folder) as bench:
            for _ in range(min(ROUNDS_PER_LIBRARY, rounds - tally.rounds)):
                _one_round(bench, kind, rng, tally, seed)
    return tally


def _one_round(bench: Bench, kind: str, rng: random.Random, tally: Tally, seed: int) -> None:
    if kind in OLDER:
        OLDER[kind](bench.library, bench.log)
    before = len(told(bench.log).said)
    child = bench.work(kind, rng.randrange(1 << 30), n_acts=400)
    _let_it_work(bench, kind, rng, tally.rounds, before)
    child.kill()
    code = child.wait()
    tally.rounds += 1
    tally.killed += code == KILLED
    if code not in (0, KILLED):
        tally.lost.append(f"seed {seed}, round {tally.rounds}: the writer failed\n{child.complaint[-1500:]}")
    tally.said += len(told(bench.log).said) - before
    tally.lost += [f"seed {seed}, round {tally.rounds}: {what}" for what in bench.losses()]


def _let_it_work(bench: Bench, kind: str, rng: random.Random, turn: int, before: int) -> None:
    """Every other time a library is brought up to date, the kill comes while it is opened; else mostly later.

    A child that was killed before it said anything proves little: how fast it is depends on who else is at work here.
    """
    if kind in OLDER and turn % 2 == 0:
        _until(lambda: told(bench.log).pending is not None or len(told(bench.log).said) > before)
        time.sleep(rng.random() * 0.3)
        return
    if kind in OLDER or turn % 5 == 4 or rng.random() < 0.7:
        _until(lambda: len(told(bench.log).said) > before)
    time.sleep(rng.random() ** 2 * 0.5)


def _until(so_far: Callable[[], bool]) -> None:
    until = time.monotonic() + SEARCHED_S
    while not so_far() and time.monotonic() < until:
        time.sleep(0.003)

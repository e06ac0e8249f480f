"""Every change of the disk, one after the other, as the last one before the process is gone."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from disks import FaultyFolder
from forks import KILLED, Fork, Forks
from killing import Bench, Tally, a_bench
from library_truth import told
from older_library import OLDER

FIRST_ACTS, ACTS = 8, 3
WAL_DISK, SHARE = "fuse.gocryptfs", "fuse.faulty"
"""The kinds of disk that the library takes for this computer's own, and for one on a network."""
Start = Callable[[int], Fork]


def killed_at_each_write(
    forks: Forks, folder: Path, kind: str, seed: int, *, torn: bool, at_most: int | None = None
) -> Tally:
    """Die at every write, sync, truncation and removal of the database and its files, counted by a layer beneath it."""
    with a_bench(forks, folder) as bench:

        def start(die_at: int) -> Fork:
            return bench.work(kind, seed, ACTS, die_at, torn)

        return _at_each(bench, Tally(kind), start, seed, at_most)


def killed_at_each_change(
    forks: Forks,
    folder: Path,
    kind: str,
    seed: int,
    *,
    torn: bool,
    power_cut: bool,
    disk: str = WAL_DISK,
    at_most: int | None = None,
) -> Tally:
    """Die at every change of any file, counted by the disk itself; with `power_cut`, unsynced writes are taken back."""
    with FaultyFolder(forks, folder / "disk", disk) as faulty, a_bench(forks, folder, faulty) as bench:

        def start(die_at: int) -> Fork:
            return forks.start(
                "library_acts:work_on_faulty_disk", faulty.control_path, die_at, torn, power_cut, kind, bench.library,
                bench.sources, bench.log, seed, ACTS, -1, said=bench.log,
            )  # fmt: skip

        return _at_each(bench, Tally(kind), start, seed, at_most)


def _at_each(bench: Bench, tally: Tally, start: Start, seed: int, at_most: int | None) -> Tally:
    _prepare(bench, tally.kind, seed, die_at=-1 if bench.disk else 0)
    bench.put_by()
    if (whole := start(0)).wait():
        raise AssertionError(whole.complaint)
    if lost := bench.losses():
        raise AssertionError(f"lost without any kill: {lost}")
    changes = int(bench.log.with_name(bench.log.name + ".points").read_text(encoding="utf-8"))
    points = list(range(1, changes + 1))
    if at_most is not None and len(points) > at_most:
        points = sorted(random.Random(seed).sample(points, at_most))
    for die_at in points:
        bench.take_up()
        _one_point(bench, tally, start(die_at), f"seed {seed}, {tally.kind}, change {die_at} of {changes}")
    return tally


def _prepare(bench: Bench, kind: str, seed: int, die_at: int) -> None:
    if kind in OLDER:
        OLDER[kind](bench.beneath, bench.log)
    elif (first := bench.work("purge", seed, FIRST_ACTS, die_at)).wait():
        raise AssertionError(first.complaint)


def _one_point(bench: Bench, tally: Tally, child: Fork, where: str) -> None:
    before = len(told(bench.log).said)
    code = child.wait()
    if bench.disk:
        bench.disk.control["die_at"] = bench.disk.control["is_cut"] = 0
    tally.rounds += 1
    tally.killed += code == KILLED
    tally.said += len(told(bench.log).said) - before
    if code not in (0, KILLED):
        tally.lost.append(f"{where}: the writer failed\n{child.complaint[-1500:]}")
    tally.lost += [f"{where}: {what}" for what in bench.losses()]

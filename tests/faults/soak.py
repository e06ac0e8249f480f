"""Kill and look, for as many rounds as wanted: `make soak`, `make soak ROUNDS=10000`.

Run as a script: `python tests/faults/soak.py --rounds 2000`. The rounds are shared out among the kinds of work. Each
kind is then killed at every single change of the disk, by the process and with the power, where FUSE is to be had.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from crash_at import SHARE, WAL_DISK, killed_at_each_change, killed_at_each_write
from forks import NAMESPACE, Forks, can_mount
from killing import Tally, killed_at_random
from library_acts import KINDS


def soak(rounds: int, seed: int, at_most: int | None) -> list[Tally]:
    """Every tally, said as soon as it is there."""
    tallies = []
    with tempfile.TemporaryDirectory(prefix="hccdesk-soak-") as name:
        os.environ["HCCDESK_SITE_FOLDER"] = str(Path(name) / "site")
        for title, tally in _all(Path(name), rounds, seed, at_most):
            tallies.append(tally)
            say(f"{title:<34} {tally}")
            for lost in tally.lost:
                say(f"    LOST {lost}")
    return tallies


def _all(root: Path, rounds: int, seed: int, at_most: int | None) -> Iterator[tuple[str, Tally]]:
    forks = Forks()
    for kind in KINDS:
        yield "killed at a random moment", killed_at_random(forks, _room(root), kind, seed, -(-rounds // len(KINDS)))
    for kind in KINDS:
        yield "killed at each write", killed_at_each_write(forks, _room(root), kind, seed, torn=True, at_most=at_most)
    forks.close()
    if not can_mount() or not os.access("/dev/fuse", os.R_OK | os.W_OK):
        say("no disk can be mounted here: killed at each change of a disk is left out")
        return
    mounting = Forks(NAMESPACE)
    for disk, words in ((WAL_DISK, "own disk"), (SHARE, "share")):
        for kind in KINDS:
            for power_cut in (False, True):
                title = f"{'power cut' if power_cut else 'killed'} at each change, {words}"
                yield (
                    title,
                    killed_at_each_change(
                        mounting, _room(root), kind, seed, disk=disk, torn=True, power_cut=power_cut, at_most=at_most
                    ),
                )
    mounting.close()


def _room(root: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=root))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """0 where nothing was lost."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    asked.add_argument("--at-most", type=int, default=None, help="changes of the disk to die at, of each kind")
    options = asked.parse_args()
    begun = time.monotonic()
    say(f"seed {options.seed}")
    tallies = soak(options.rounds, options.seed, options.at_most)
    whole = Tally("all")
    for tally in tallies:
        whole += tally
    say(f"{whole}; {time.monotonic() - begun:.0f} s")
    return 1 if whole.lost else 0


if __name__ == "__main__":
    sys.exit(main())

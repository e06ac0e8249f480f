"""kill -9 at any moment: nothing that was said to be saved is lost, nothing half is shown.

`make soak` does the same for longer. The seed of a run stands in every loss, and in `HCCDESK_FAULT_SEED`.
"""

from __future__ import annotations

import os
import time

import pytest
from crash_at import SHARE, WAL_DISK, killed_at_each_change, killed_at_each_write
from killing import Tally, killed_at_random
from library_acts import KINDS

SEED = int(os.environ.get("HCCDESK_FAULT_SEED", time.time_ns() % 1_000_000))
ROUNDS, MANY_ROUNDS = 5, 200

pytestmark = pytest.mark.bad("BAD-084")


@pytest.mark.parametrize("kind", KINDS)
def test_that_nothing_said_to_be_saved_is_lost_by_a_kill(kind, forks, tmp_path, record_property):
    tally = killed_at_random(forks, tmp_path, kind, SEED, ROUNDS)
    judge(tally, record_property)
    assert tally.said > 0, "none of them had come to anything"


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", KINDS)
def test_that_nothing_said_to_be_saved_is_lost_by_many_kills(kind, forks, tmp_path, record_property):
    tally = killed_at_random(forks, tmp_path, kind, SEED, MANY_ROUNDS)
    judge(tally, record_property)
    assert tally.said > 0, "none of them had come to anything"


@pytest.mark.parametrize("kind", ["edit", "purge", "layout 1", "layout 2"])
def test_that_dying_at_some_write_of_the_database_loses_nothing(kind, forks, tmp_path, record_property):
    judge(killed_at_each_write(forks, tmp_path, kind, SEED, torn=True, at_most=6), record_property)


@pytest.mark.parametrize("disk", [WAL_DISK, SHARE], ids=["own disk", "share"])
@pytest.mark.parametrize("kind", ["edit", "import"])
def test_that_a_power_cut_at_some_change_of_the_disk_loses_nothing(kind, disk, faulty_forks, tmp_path, record_property):
    tally = killed_at_each_change(faulty_forks, tmp_path, kind, SEED, torn=True, power_cut=True, disk=disk, at_most=6)
    judge(tally, record_property)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("torn", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_that_dying_at_each_write_of_the_database_loses_nothing(kind, torn, forks, tmp_path, record_property):
    judge(killed_at_each_write(forks, tmp_path, kind, SEED, torn=torn), record_property)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("power_cut", [False, True], ids=["process", "power"])
@pytest.mark.parametrize("disk", [WAL_DISK, SHARE], ids=["own disk", "share"])
@pytest.mark.parametrize("kind", KINDS)
def test_that_dying_at_each_change_of_the_disk_loses_nothing(
    kind, disk, power_cut, faulty_forks, tmp_path, record_property
):
    tally = killed_at_each_change(faulty_forks, tmp_path, kind, SEED, torn=True, power_cut=power_cut, disk=disk)
    judge(tally, record_property)


def judge(tally: Tally, record_property) -> None:
    record_property("tally", str(tally))
    print(tally)
    assert tally.killed > 0
    assert tally.lost == [], tally

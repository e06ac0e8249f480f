"""Disks that are really full, really read-only and really gone: mounted for these tests where nobody else sees them."""

from __future__ import annotations

import sys

import library_facts as facts
import pytest
from crash_at import SHARE, WAL_DISK
from disks import FaultyFolder
from faulty_disk import Mood

if sys.platform != "linux":
    pytest.skip("disks are mounted in a namespace of Linux", allow_module_level=True)


@pytest.fixture
def sources(tmp_path):
    return facts.write_sources(tmp_path / "sources")


@pytest.fixture
def child(mounting_forks, tmp_path):
    """Run a function of `disk_acts` where disks can be mounted, on a folder of its own."""
    place = tmp_path / "place"
    place.mkdir()
    return lambda name, *more: mounting_forks.run(f"disk_acts:{name}", place, *more, said=tmp_path / "said")


@pytest.fixture(params=[SHARE, WAL_DISK], ids=["share", "own disk"])
def faulty(faulty_forks, tmp_path, request):
    """The same on a disk that fails when told to, of the kinds that the library tells apart."""
    with FaultyFolder(faulty_forks, tmp_path / "disk", request.param) as disk:
        yield lambda name, *more: faulty_forks.run(
            f"disk_acts:{name}", disk.shown, disk.control_path, *more, said=tmp_path / "said"
        )


@pytest.mark.bad("BAD-085")
def test_that_a_full_disk_loses_nothing_and_saving_goes_on_once_there_is_room(child):
    child("fill_up_and_make_room")


@pytest.mark.bad("BAD-085")
def test_that_a_library_opens_on_a_full_disk_where_no_backup_fits(child):
    child("open_on_a_full_disk")


@pytest.mark.bad("BAD-085")
def test_that_an_input_is_referenced_when_the_disk_fills_up_while_it_is_copied(child, sources):
    child("copy_to_a_disk_that_fills_up", sources)


@pytest.mark.bad("BAD-085")
def test_that_a_limit_on_the_size_of_files_is_told_and_nothing_is_lost(child):
    child("grow_past_the_limit_of_a_file")


@pytest.mark.bad("BAD-085")
def test_that_cases_of_an_older_release_stay_where_they_are_when_the_disk_is_too_full_to_bring_them_over(child):
    child("bring_over_on_a_full_disk")


@pytest.mark.bad("BAD-089")
def test_that_a_read_only_disk_can_be_looked_at(child):
    child("look_at_a_read_only_disk")


@pytest.mark.bad("BAD-089")
def test_that_an_empty_read_only_disk_is_told_of(child):
    child("open_an_empty_read_only_disk")


@pytest.mark.bad("BAD-089")
def test_that_a_disk_that_turns_read_only_is_told_of(child):
    child("become_read_only_meanwhile")


@pytest.mark.parametrize("mood", [Mood.GONE, Mood.FULL, Mood.READ_ONLY], ids=lambda mood: mood.name.lower())
def test_that_a_share_that_fails_for_a_while_is_told_of_and_gone_on_with(faulty, mood):
    faulty("lose_the_share_for_a_while", int(mood))


@pytest.mark.parametrize("mood", [Mood.GONE, Mood.FULL], ids=lambda mood: mood.name.lower())
def test_that_a_share_that_fails_in_the_middle_of_a_save_leaves_the_old_state_or_the_new(faulty, mood):
    faulty("lose_the_share_in_the_middle", int(mood), 1, 3)


@pytest.mark.slow
@pytest.mark.parametrize("mood", [Mood.GONE, Mood.FULL], ids=lambda mood: mood.name.lower())
def test_that_a_share_that_fails_at_any_change_leaves_the_old_state_or_the_new(faulty, mood):
    faulty("lose_the_share_in_the_middle", int(mood), 1, 1)


def test_that_a_share_that_is_silent_for_a_while_is_waited_for(faulty):
    faulty("wait_for_a_silent_share")


def test_that_a_disk_pulled_out_under_an_open_library_is_told_of_and_gone_on_with(child):
    child("pull_the_disk_out")


def test_that_a_source_pulled_out_while_it_is_copied_leaves_no_half_copy(child, sources):
    child("pull_the_source_out", sources)


@pytest.mark.bad("BAD-085")
def test_that_outputs_on_a_full_disk_are_refused_and_never_mixed(child):
    child("write_outputs_on_a_full_disk")


@pytest.mark.bad("BAD-094")
@pytest.mark.bad("BAD-095")
def test_that_a_file_held_by_a_virus_scanner_or_a_viewer_is_waited_for(faulty):
    faulty("write_while_a_scanner_looks")

"""Inputs that are exchanged behind the library's back, and patients that differ: what was read is what is kept."""

from __future__ import annotations

from dataclasses import replace

import library_facts as facts
import pytest

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.progress import NoProgress
from hccdesk.workflow.case_library import case_library

CASE = facts.CASES[0]


@pytest.fixture
def library(tmp_path):
    opened = case_library(tmp_path / "library")
    opened.open()
    opened.save(CASE, facts.a_snapshot(CASE, 1), facts.moment(1))
    yield opened
    opened.close()


@pytest.fixture
def found(tmp_path):
    return facts.the_input(facts.write_sources(tmp_path / "sources"), 1)


@pytest.mark.bad("BAD-060")
def test_that_a_copy_stays_what_was_read_when_the_original_is_replaced_under_its_name(library, found):
    before = facts.contents(found.root)
    (kept,) = library.keep_inputs(CASE, [found], NoProgress())
    for file in found.files:
        file.write_bytes(bytes(file.stat().st_size))
    assert facts.contents(kept.kept) == before
    assert library.inputs(CASE)[0].sha256 == found.sha256


@pytest.mark.bad("BAD-060")
def test_that_an_input_replaced_since_it_was_read_is_not_copied_as_if_it_were_the_same(library, found):
    found.files[2].write_bytes(bytes(found.files[2].stat().st_size))
    with pytest.raises(HccdeskError, match="another one"):
        library.keep_inputs(CASE, [found], NoProgress())
    assert all(one.kept is None for one in library.inputs(CASE))


@pytest.mark.bad("BAD-060")
def test_that_another_file_of_the_same_name_and_length_lies_in_another_place(library, found):
    (first,) = library.keep_inputs(CASE, [found], NoProgress())
    for number, file in enumerate(found.files):
        file.write_bytes(bytes([number]) * file.stat().st_size)
    fact = facts.input_fact("ct", found.root, found.files)
    (second,) = library.keep_inputs(CASE, [replace(found, sha256=fact.sha256)], NoProgress())
    assert second.kept != first.kept
    assert facts.contents(second.kept) == facts.contents(found.root)
    assert not first.kept.exists(), "the former copy is of no case any more"


@pytest.mark.bad("BAD-034")
def test_that_the_reason_for_going_on_with_patients_that_differ_is_kept_with_the_case_and_in_the_record(library):
    act = AuditEvent(AuditAction.OVERRIDDEN, CASE, reason="renumbered after admission")
    differing = replace(facts.a_snapshot(CASE, 2), mismatch_reason="renumbered after admission")
    library.save(CASE, differing, facts.moment(2), [act])
    assert library.load(CASE).mismatch_reason == "renumbered after admission"
    assert [row.event.reason for row in library.audit_rows(CASE) if row.event.action is AuditAction.OVERRIDDEN] == [
        "renumbered after admission"
    ]

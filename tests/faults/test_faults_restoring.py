"""A crash while a library is restored, at each change of the disk: the next start ends it, and nothing is forgotten."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import library_facts as facts
import pytest
from forks import KILLED, Forks
from restoring_acts import DAMAGES, MINUTES, make_damaged

from hccdesk.workflow.case_library import case_library

pytestmark = [pytest.mark.bad("BAD-084"), pytest.mark.bad("BAD-091")]


@pytest.fixture
def site(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("HCCDESK_SITE_FOLDER", str(tmp_path / "site"))
    return tmp_path / "site"


@pytest.mark.parametrize("damage", DAMAGES)
def test_that_dying_at_each_change_of_a_file_while_restoring_loses_nothing(damage, forks, tmp_path, site):
    assert dying(forks, tmp_path, site, damage, of_database=False, at_most=None) > 4


@pytest.mark.parametrize("damage", DAMAGES)
def test_that_dying_at_some_write_of_the_database_while_restoring_loses_nothing(damage, forks, tmp_path, site):
    dying(forks, tmp_path, site, damage, of_database=True, at_most=4)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("damage", DAMAGES)
def test_that_dying_at_each_write_of_the_database_while_restoring_loses_nothing(damage, forks, tmp_path, site):
    assert dying(forks, tmp_path, site, damage, of_database=True, at_most=None) > 20


def dying(forks: Forks, root: Path, site: Path, damage: str, *, of_database: bool, at_most: int | None) -> int:
    """Die at each change in turn; gives how many there were."""
    folder, kept = root / "library", root / "kept"
    make_damaged(folder, damage)
    if of_database:
        without_log(folder)
    for path, to in ((folder, kept / "library"), (site, kept / "site")):
        shutil.copytree(path, to)

    def die(at: int) -> int:
        for path in (folder, site):
            shutil.rmtree(path)
            shutil.copytree(kept / path.name, path)
        child = forks.start("restoring_acts:open_and_die", folder, str(site), at, of_database, said=root / "said")
        code = child.wait()
        assert code == (KILLED if at else 0), f"{damage}, change {at}: {child.complaint}"
        return code

    die(0)
    n_changes = int(folder.with_name("library.points").read_text(encoding="utf-8"))
    judge(folder, damage, of_database, "without a crash")
    points = list(range(1, n_changes + 1))
    for at in points if at_most is None else sorted(random.Random(damage).sample(points, at_most)):
        die(at)
        judge(folder, damage, of_database, f"change {at} of {n_changes}")
    return n_changes


def without_log(folder: Path) -> None:
    """On a share there is none; what it would have held is not asked for then."""
    for path in folder.glob("library.sqlite-*"):
        path.unlink()


def judge(folder: Path, damage: str, of_database: bool, where: str) -> None:
    """Everything is there that the file, its log and the backup told, and the record explains itself."""
    number = 1 if damage == "file gone" else 2
    library = case_library(folder)
    library.open()
    try:
        listed = {entry.case_id for entry in library.list().entries}
        assert listed == set(facts.CASES[:3]), where
        for case in facts.CASES[:3]:
            assert facts.number_of(library.load(case)) == number, where
            assert library.load_report(case, number) == facts.a_report(number), where
        has_log = not of_database and damage != "file gone"
        assert library.settings().lock_after_minutes == (MINUTES if has_log else 15), where
        verdict = library.verify_audit()
        assert not [one for one in verdict.findings if one.is_tampering], (where, verdict.findings)
    finally:
        library.close()
    assert not list(folder.glob("library.sqlite-wal")), where

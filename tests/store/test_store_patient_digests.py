"""Patients as keyed digests: known to the site that holds the key, to nobody else."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from pathlib import Path

import pytest

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.errors import StoreError
from hccdesk.domain.manifest import CohortKind
from hccdesk.store.patient_digests import PatientDigests


def table(kind: CohortKind) -> CohortTable:
    return CohortTable(Path("cohort.csv"), "0" * 64, kind, ())


def test_that_a_digest_is_hmac_sha256() -> None:
    # RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?".
    assert PatientDigests(b"Jefe").of("what do ya want for nothing?") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_that_phantoms_have_a_known_key_and_no_file(tmp_path: Path) -> None:
    digests = PatientDigests.of_table(table(CohortKind.PHANTOM), tmp_path)
    assert digests.of("PHANTOM-1") == hmac.new(b"phantom", b"PHANTOM-1", hashlib.sha256).hexdigest()
    assert list(tmp_path.iterdir()) == []


def test_that_a_sites_key_is_made_once_and_stays(tmp_path: Path) -> None:
    first, second = (PatientDigests.of_table(table(CohortKind.SITE), tmp_path) for _ in range(2))
    assert first.of("0012") == second.of("0012")
    assert first.of("0012") != first.of("12")  # leading zeros are part of an id
    elsewhere = PatientDigests.of_table(table(CohortKind.SITE), tmp_path / "elsewhere")
    assert elsewhere.of("0012") != first.of("0012")
    assert first.of("0012") != PatientDigests.of_table(table(CohortKind.PHANTOM), tmp_path).of("0012")


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_that_nobody_else_may_read_the_key(tmp_path: Path) -> None:
    PatientDigests.of_table(table(CohortKind.SITE), tmp_path)
    (key,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"no hex", b"00" * 8, b"00" * 4000])
def test_that_a_damaged_key_is_refused_and_not_made_anew(tmp_path: Path, content: bytes) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "cohort.key").write_bytes(content)
    with pytest.raises(StoreError, match="cannot be used"):
        PatientDigests.of_table(table(CohortKind.SITE), tmp_path)
    assert (keys / "cohort.key").read_bytes() == content

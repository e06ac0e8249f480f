"""Which disks are this computer's own: a WAL is kept on those only."""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from pathlib import Path

import psutil
import pytest

from hccdesk.store.disk_kind import is_local, is_network_kind
from hccdesk.store.library import SqliteLibrary

Mounted = namedtuple("Mounted", "device mountpoint fstype opts")


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.rclone", "CIFS", "webdav", "drvfs"]
)
def test_that_network_disks_are_known(kind):
    assert is_network_kind(kind)


@pytest.mark.parametrize(
    "kind", ["ext4", "xfs", "btrfs", "apfs", "NTFS", "tmpfs", "overlay", "fuseblk", "exfat", "zfs"]
)
def test_that_own_disks_are_known(kind):
    assert not is_network_kind(kind)


def test_that_the_disk_that_is_mounted_last_and_nearest_counts(tmp_path, monkeypatch):
    mounts = [Mounted("a", "/", "ext4", ""), Mounted("b", str(tmp_path / "share"), "nfs4", "")]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: mounts)
    (tmp_path / "link").symlink_to(tmp_path / "share" / "library")
    assert is_local(tmp_path / "shared")
    assert not is_local(tmp_path / "share" / "library")
    assert not is_local(tmp_path / "link")
    mounts.append(Mounted("c", str(tmp_path / "share"), "ext4", ""))
    assert is_local(tmp_path / "share" / "library")


def test_that_a_disk_of_which_nothing_is_known_is_no_place_for_a_wal(monkeypatch):
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: [])
    assert not is_local(Path("/"))


@pytest.mark.bad("BAD-088")
@pytest.mark.parametrize(("kind", "journal"), [("nfs4", "delete"), ("ext4", "wal")])
def test_that_a_library_is_in_wal_mode_on_own_disks_only(kind, journal, tmp_path, monkeypatch):
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: [Mounted("a", "/", kind, "")])
    library = SqliteLibrary(tmp_path / "library", tmp_path / "site")
    library.open()
    assert (tmp_path / "library" / "library.sqlite-wal").exists() == (journal == "wal")
    library.close()
    connection = sqlite3.connect(tmp_path / "library" / "library.sqlite")
    assert connection.execute("PRAGMA journal_mode").fetchone() == (journal,)
    connection.close()

"""Whether a folder lies on a disk of this computer: several computers cannot share the memory that a WAL needs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil

NETWORK_KINDS = frozenset(
    {
        "9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fuseblk.sshfs", "glusterfs",
        "gpfs", "lustre", "ncpfs", "ncp", "nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "prl_fs", "smb", "smb2",
        "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs", "webdav",
    }
)  # fmt: skip
_LOCAL_FUSE = frozenset({"fuseblk", "fuse.ntfs", "fuse.ntfs-3g", "fuse.exfat", "fuse.lowntfs-3g", "fuse.gocryptfs"})


def is_local(folder: Path) -> bool:
    """Whether the disk under `folder` is this computer's own; what cannot be told is taken for a network's."""
    path = folder.absolute()
    if sys.platform == "win32" and (str(path).startswith("\\\\") or _is_remote_drive(path)):
        return False
    kind = _kind_of_disk(path)
    return kind is not None and not is_network_kind(kind)


def is_network_kind(kind: str) -> bool:
    """Whether a file system of this name lies on another computer; a FUSE that nobody knows is taken for one."""
    word = kind.lower()
    return word in NETWORK_KINDS or (word.startswith("fuse") and word not in _LOCAL_FUSE)


def _kind_of_disk(path: Path) -> str | None:
    real = Path(os.path.realpath(path))
    try:
        mounted = psutil.disk_partitions(all=True)
    except (OSError, RuntimeError):
        return None
    under = [one for one in mounted if one.fstype and _holds(Path(one.mountpoint), real)]
    # Of several mounts at one place the last one is seen.
    under.sort(key=lambda one: len(Path(one.mountpoint).parts))
    return under[-1].fstype if under else None


def _holds(mount: Path, path: Path) -> bool:
    return mount == path or mount in path.parents


def _is_remote_drive(path: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415 - only there

    remote = 4  # DRIVE_REMOTE of GetDriveTypeW
    return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == remote)

"""What the fault tests share: the process that forks children, also one in a namespace where disks can be mounted."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from forks import NAMESPACE, ROOT, Forks, can_mount

sys.path.append(str(ROOT / "tests" / "ct"))  # its builder of series serves here too


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Children to be killed."""
    if not hasattr(os, "fork"):
        pytest.skip("children are forked, which this system cannot")
    server = Forks()
    yield server
    server.close()


@pytest.fixture(scope="session")
def mounting_forks() -> Iterator[Forks]:
    """Children that may mount disks, which nobody else on this computer sees."""
    if not can_mount():
        pytest.skip("this system gives no user and mount namespace (unshare --user --mount)")
    server = Forks(NAMESPACE)
    yield server
    server.close()


@pytest.fixture(scope="session")
def mounting_root_forks() -> Iterator[Forks]:
    """The same as root, who can become any user."""
    if sys.platform != "linux" or os.getuid() != 0 or not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("only root can become two other users, on a disk shown through /dev/fuse")
    server = Forks(("unshare", "--mount"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def faulty_forks(mounting_forks: Forks) -> Forks:
    """The same, where a disk of our own can be shown through FUSE."""
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("there is no /dev/fuse to show a faulty disk through")
    return mounting_forks

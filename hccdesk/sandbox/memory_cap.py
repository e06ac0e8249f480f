"""The worker's cap on its own memory: an address-space limit on POSIX, a job object on Windows.

Linux and Windows enforce it; macOS accepts the limit and ignores it [setrlimit(2) there], so that a bomb on
a Mac ends with the time limit or the system's own pressure handling.
"""

from __future__ import annotations

import sys
from pathlib import Path

_MIB = 1024 * 1024

if sys.platform == "win32":
    from hccdesk.sandbox.job_object import limit_own_memory

    def cap_memory(memory_mib: int) -> None:
        """Let this process grow by at most `memory_mib` from now on."""
        limit_own_memory(memory_mib * _MIB)

    def lift_cap() -> None:
        """Room to say that the memory is used up."""
        limit_own_memory(1024 * _MIB)

    def forbid_core_dumps() -> None:
        """Nothing to do: Windows writes none unless asked."""

else:
    import resource

    def cap_memory(memory_mib: int) -> None:
        """Let this process grow by at most `memory_mib` from now on; a file it writes may be as large."""
        _set(resource.RLIMIT_AS, _own_size_bytes() + memory_mib * _MIB)
        _set(resource.RLIMIT_FSIZE, memory_mib * _MIB)

    def lift_cap() -> None:
        """Room to say that the memory is used up."""
        _set(resource.RLIMIT_AS, resource.RLIM_INFINITY)

    def forbid_core_dumps() -> None:
        """A core dump would leave the patient's images on the disk."""
        _set(resource.RLIMIT_CORE, 0)

    def _set(kind: int, soft: int) -> None:
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            soft = hard if soft == resource.RLIM_INFINITY else min(soft, hard)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):
            return  # macOS refuses some values; the time limit still holds

    def _own_size_bytes() -> int:
        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        except OSError:
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return pages * resource.getpagesize()

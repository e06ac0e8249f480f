"""A disk that fails when it is told to: a folder shown through FUSE by a process of our own, Linux only.

Everything that a program does to it passes here one act at a time, so that the n-th change can be the last one before
the process is killed or the power goes; and it can be full, read-only, gone, or slow to answer.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import signal
import stat
import struct
import sys
import time
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path

ROOT = 1
_HEADER, _ANSWER = struct.Struct("<IIQQIIII"), struct.Struct("<IiQ")
_ATTRIBUTES = struct.Struct("<6Q10I")
_SETATTR = struct.Struct("<II6QIIIIIIII")
_CONTROL = struct.Struct("<9i")
_MAX_WRITE = 1 << 17


class Mood(IntEnum):
    """How the disk answers."""

    WELL = 0
    GONE = errno.EIO
    FULL = errno.ENOSPC
    READ_ONLY = errno.EROFS
    HELD = errno.EACCES
    SILENT = -1


class Control:
    """What the disk is told, in a small file that both sides look into.

    At the change `die_at` the process `victim` is killed and the disk `is_cut` until that is set back; `torn` lets
    half of that write through; `power_cut` takes back what was written to files and not synced. `passed` counts
    changes. From the change `fail_at` on, the mood is `fail_mood`.
    """

    FIELDS = ("mood", "die_at", "passed", "victim", "torn", "power_cut", "is_cut", "fail_at", "fail_mood")

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(_CONTROL.size))
        with path.open("r+b") as stream:
            self._shared = mmap.mmap(stream.fileno(), _CONTROL.size)

    def __getitem__(self, name: str) -> int:
        return int(struct.unpack_from("<i", self._shared, 4 * self.FIELDS.index(name))[0])

    def __setitem__(self, name: str, value: int) -> None:
        struct.pack_into("<i", self._shared, 4 * self.FIELDS.index(name), value)


def serve(backing: str, shown: str, control: str, kind: str = "fuse.faulty") -> None:
    """Show `backing` at `shown` until it is unmounted. Run in a process of its own; prints `shown` when it is there.

    Every user may do everything there, as on a share whose server tells users apart by other means.
    """
    Path(shown).mkdir(parents=True, exist_ok=True)
    handle = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={handle},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()},allow_other"
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"faulty", os.fsencode(shown), kind.encode(), 6, options.encode()):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), shown)
    signal.alarm(0)
    print("shown", flush=True)
    FaultyDisk(handle, Path(backing), Control(Path(control))).run()


class FaultyDisk:
    """Answers the kernel's questions, one at a time."""

    def __init__(self, handle: int, backing: Path, control: Control) -> None:
        self._handle, self._control = handle, control
        self._paths: dict[int, str] = {ROOT: str(backing)}
        self._nodes: dict[str, int] = {str(backing): ROOT}
        self._files: dict[int, int] = {}
        self._undo: dict[str, list[tuple[int, bytes, int]]] = {}
        self._named: dict[int, str] = {}
        self._next_node = self._next_file = 2

    def run(self) -> None:
        while True:
            try:
                request = os.read(self._handle, _MAX_WRITE + 4096)
            except OSError as error:
                if error.errno in (errno.ENOENT, errno.EINTR, errno.EAGAIN):
                    continue
                return  # ENODEV: unmounted
            _, opcode, unique, node, *_ = _HEADER.unpack_from(request)
            body = request[_HEADER.size :]
            act = _ACTS.get(opcode)
            if opcode in _UNANSWERED:
                continue
            try:
                answer = self._answer(act, node, body)
            except OSError as error:
                self._reply(unique, b"", -(error.errno or errno.EIO))
            else:
                self._reply(unique, answer, 0)

    def _answer(self, act: Act | None, node: int, body: bytes) -> bytes:
        if act is None:
            raise OSError(errno.ENOSYS, "")
        mood = self._control["mood"]
        while mood == Mood.SILENT:
            time.sleep(0.01)
            mood = self._control["mood"]
        is_change = act in _CHANGES
        if is_change and self._control["fail_at"] and self._control["passed"] + 1 >= self._control["fail_at"]:
            mood = self._control["mood"] = self._control["fail_mood"]
        if self._refuses(mood, act):
            raise OSError(mood, "")
        if is_change and not self._control["is_cut"]:
            self._count_down(act, node, body)
        if self._control["is_cut"] and act is not FaultyDisk._release:
            raise OSError(errno.EIO, "")
        return act(self, node, body)

    def _refuses(self, mood: int, act: Act) -> bool:
        if act is FaultyDisk._release:
            return False
        if mood == Mood.FULL:
            return act in _CHANGES and act not in _MAKES_ROOM
        if mood == Mood.HELD:
            return act in (FaultyDisk._rename, FaultyDisk._rename2)
        return mood == Mood.GONE or (mood == Mood.READ_ONLY and act in _CHANGES)

    def _count_down(self, act: Act, node: int, body: bytes) -> None:
        passed = self._control["passed"] + 1
        self._control["passed"] = passed
        if passed != self._control["die_at"]:
            return
        if act is FaultyDisk._write and self._control["torn"]:
            file, offset, size = struct.unpack_from("<QQI", body)
            self._put(file, offset, body[40 : 40 + size // 2])
        os.kill(self._control["victim"], signal.SIGKILL)
        if self._control["power_cut"]:
            self._take_back()
        self._control["is_cut"] = 1

    def _take_back(self) -> None:
        undo, self._undo = self._undo, {}
        for path, writes in undo.items():
            if not os.path.exists(path):  # noqa: PTH110 - these are strings
                continue
            with open(path, "r+b") as stream:  # noqa: PTH123
                for offset, old, size in reversed(writes):
                    stream.seek(offset)
                    stream.write(old)
                    stream.truncate(size)

    def _reply(self, unique: int, answer: bytes, error: int) -> None:
        try:
            os.write(self._handle, _ANSWER.pack(_ANSWER.size + len(answer), error, unique) + answer)
        except OSError as gone:
            if gone.errno not in (errno.ENOENT, errno.EINVAL):  # who asked is dead
                raise

    # What the kernel asks, by the names it has in include/uapi/linux/fuse.h.

    def _init(self, _node: int, body: bytes) -> bytes:
        major, _, readahead, _ = struct.unpack_from("<IIII", body)
        big_writes = 1 << 5
        return struct.pack(
            "<IIIIHHIIHHIIIIIIII", major, 31, readahead, big_writes, 12, 9, _MAX_WRITE, 1, 0, 0, *[0] * 8
        )

    def _lookup(self, node: int, body: bytes) -> bytes:
        return self._entry(self._child(node, body))

    def _getattr(self, node: int, body: bytes) -> bytes:
        flags, _, file = struct.unpack_from("<IIQ", body)
        found = os.fstat(self._files[file]) if flags & 1 and file in self._files else os.lstat(self._paths[node])
        return struct.pack("<QII", 0, 0, 0) + _attributes(node, found)

    def _setattr(self, node: int, body: bytes) -> bytes:
        valid, _, file, size, _, atime, mtime, _, atime_ns, mtime_ns, _, mode, *_ = _SETATTR.unpack_from(body)
        path = self._paths[node]
        if valid & 1:
            os.chmod(path, stat.S_IMODE(mode))  # noqa: PTH101
        if valid & 8:
            if valid & 64 and file in self._files:
                self._remember(self._named[file], size, os.fstat(self._files[file]).st_size - size)
                os.ftruncate(self._files[file], size)
            else:
                self._remember(path, size, os.lstat(path).st_size - size)
                os.truncate(path, size)
        if valid & 48:
            now = os.lstat(path)
            times = (
                atime * 10**9 + atime_ns if valid & 16 else now.st_atime_ns,
                mtime * 10**9 + mtime_ns if valid & 32 else now.st_mtime_ns,
            )
            os.utime(path, ns=times)
        return struct.pack("<QII", 0, 0, 0) + _attributes(node, os.lstat(path))

    def _mkdir(self, node: int, body: bytes) -> bytes:
        mode, _ = struct.unpack_from("<II", body)
        path = self._child(node, body[8:])
        os.mkdir(path, mode)  # noqa: PTH102
        return self._entry(path)

    def _unlink(self, node: int, body: bytes) -> bytes:
        path = self._child(node, body)
        os.unlink(path)  # noqa: PTH108
        self._forget(path)
        return b""

    def _rmdir(self, node: int, body: bytes) -> bytes:
        path = self._child(node, body)
        os.rmdir(path)  # noqa: PTH106
        self._forget(path)
        return b""

    def _rename(self, node: int, body: bytes, head: int = 8) -> bytes:
        (to_node,) = struct.unpack_from("<Q", body)
        old, new, *_ = body[head:].split(b"\0")
        source, target = self._child(node, old), self._child(to_node, new)
        os.rename(source, target)  # noqa: PTH104
        self._forget(target)
        moved = {path: n for path, n in self._nodes.items() if path == source or path.startswith(source + "/")}
        for path, number in moved.items():
            del self._nodes[path]
            self._paths[number] = target + path[len(source) :]
            self._nodes[self._paths[number]] = number
        for path in [path for path in self._undo if path == source or path.startswith(source + "/")]:
            self._undo[target + path[len(source) :]] = self._undo.pop(path)
        self._named = {
            f: target + path[len(source) :] if path == source or path.startswith(source + "/") else path
            for f, path in self._named.items()
        }
        return b""

    def _rename2(self, node: int, body: bytes) -> bytes:
        return self._rename(node, body, 16)

    def _open(self, node: int, body: bytes) -> bytes:
        (flags,) = struct.unpack_from("<I", body)
        return self._opened(self._paths[node], os.open(self._paths[node], flags & ~(os.O_CREAT | os.O_EXCL)))

    def _create(self, node: int, body: bytes) -> bytes:
        flags, mode, _, _ = struct.unpack_from("<IIII", body)
        path = self._child(node, body[16:])
        handle = os.open(path, flags | os.O_CREAT, mode)
        return self._entry(path) + self._opened(path, handle)

    def _read(self, _node: int, body: bytes) -> bytes:
        file, offset, size = struct.unpack_from("<QQI", body)
        return os.pread(self._files[file], size, offset)

    def _write(self, _node: int, body: bytes) -> bytes:
        file, offset, size = struct.unpack_from("<QQI", body)
        self._put(file, offset, body[40 : 40 + size])
        return struct.pack("<II", size, 0)

    def _put(self, file: int, offset: int, content: bytes) -> None:
        self._remember(self._named[file], offset, len(content))
        os.pwrite(self._files[file], content, offset)

    def _remember(self, path: str, offset: int, length: int) -> None:
        """What was there before a write that is not synced."""
        if self._control["power_cut"]:
            with open(path, "rb") as stream:  # noqa: PTH123
                size = os.fstat(stream.fileno()).st_size
                stream.seek(offset)
                old = stream.read(max(0, length))
            self._undo.setdefault(path, []).append((offset, old, size))

    def _statfs(self, _node: int, _body: bytes) -> bytes:
        found = os.statvfs(self._paths[ROOT])
        free = 0 if self._control["mood"] == Mood.FULL else found.f_bavail
        return struct.pack(
            "<5Q4I6I", found.f_blocks, free, free, found.f_files, found.f_ffree, found.f_bsize, 255, found.f_frsize,
            *[0] * 7,
        )  # fmt: skip

    def _release(self, _node: int, body: bytes) -> bytes:
        (file,) = struct.unpack_from("<Q", body)
        os.close(self._files.pop(file))
        self._named.pop(file, None)
        return b""

    def _fsync(self, _node: int, body: bytes) -> bytes:
        (file,) = struct.unpack_from("<Q", body)
        self._undo.pop(self._named[file], None)
        return b""

    def _nothing(self, _node: int, _body: bytes) -> bytes:
        return b""

    def _opendir(self, _node: int, _body: bytes) -> bytes:
        return struct.pack("<QII", 0, 0, 0)

    def _readdir(self, node: int, body: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", body)
        answer = b""
        for number, name in enumerate([".", "..", *sorted(os.listdir(self._paths[node]))][offset:], start=offset + 1):  # noqa: PTH208
            encoded = os.fsencode(name)
            entry = struct.pack("<QQII", number, number, len(encoded), 0) + encoded
            entry += bytes(-len(entry) % 8)
            if len(answer) + len(entry) > size:
                break
            answer += entry
        return answer

    def _child(self, node: int, name: bytes) -> str:
        return f"{self._paths[node]}/{os.fsdecode(name.split(bytes(1))[0])}"

    def _entry(self, path: str) -> bytes:
        found = os.lstat(path)
        if path not in self._nodes:
            self._nodes[path], self._paths[self._next_node] = self._next_node, path
            self._next_node += 1
        node = self._nodes[path]
        return struct.pack("<QQQQII", node, 0, 0, 0, 0, 0) + _attributes(node, found)

    def _opened(self, path: str, handle: int) -> bytes:
        file = self._next_file
        self._next_file += 1
        self._files[file], self._named[file] = handle, path
        return struct.pack("<QII", file, 0, 0)

    def _forget(self, path: str) -> None:
        self._nodes.pop(path, None)
        self._undo.pop(path, None)


def _attributes(node: int, found: os.stat_result) -> bytes:
    seconds = [int(value) for value in (found.st_atime, found.st_mtime, found.st_ctime)]
    parts = [value % 10**9 for value in (found.st_atime_ns, found.st_mtime_ns, found.st_ctime_ns)]
    return _ATTRIBUTES.pack(
        node, found.st_size, found.st_blocks, *seconds, *parts, found.st_mode, found.st_nlink, found.st_uid,
        found.st_gid, 0, 4096, 0,
    )  # fmt: skip


Act = Callable[[FaultyDisk, int, bytes], bytes]
_ACTS: dict[int, Act] = {
    1: FaultyDisk._lookup, 3: FaultyDisk._getattr, 4: FaultyDisk._setattr, 9: FaultyDisk._mkdir,
    10: FaultyDisk._unlink, 11: FaultyDisk._rmdir, 12: FaultyDisk._rename, 14: FaultyDisk._open,
    15: FaultyDisk._read, 16: FaultyDisk._write, 17: FaultyDisk._statfs, 18: FaultyDisk._release,
    20: FaultyDisk._fsync, 25: FaultyDisk._nothing, 26: FaultyDisk._init, 27: FaultyDisk._opendir,
    28: FaultyDisk._readdir, 29: FaultyDisk._nothing, 30: FaultyDisk._nothing, 35: FaultyDisk._create,
    38: FaultyDisk._nothing, 45: FaultyDisk._rename2,
}  # fmt: skip
_UNANSWERED = (2, 36, 42)  # FORGET, INTERRUPT, BATCH_FORGET
_MAKES_ROOM = (FaultyDisk._unlink, FaultyDisk._rmdir, FaultyDisk._rename, FaultyDisk._rename2, FaultyDisk._fsync)
_CHANGES = (
    FaultyDisk._setattr, FaultyDisk._mkdir, FaultyDisk._create, FaultyDisk._write, FaultyDisk._fsync, *_MAKES_ROOM,
)  # fmt: skip

if __name__ == "__main__":
    serve(*sys.argv[1:])

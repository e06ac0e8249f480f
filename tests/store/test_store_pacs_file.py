"""Which PACS there are: kept whole, for this account alone, and read as strictly as what decides where data go."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from hccdesk.domain.delivery import PacsNode, TlsChoice
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.store.pacs_file import read_nodes, write_nodes

NODES = (
    PacsNode("影像归档", "10.0.0.7", 104, "MAINPACS"),
    PacsNode(
        "Other",
        "pacs.hospital.example",
        2762,
        "OTHER",
        "DESK2",
        TlsChoice(Path("/etc/a.pem"), Path("/etc/c.pem"), Path("/etc/k.pem"), check_host_name=False),
        12.5,
        prefer_get=False,
        receive_port=4242,
    ),
    PacsNode("Third", "::1", 11112, "T", tls=TlsChoice(Path("/etc/a.pem"))),
)


def test_that_there_is_no_pacs_and_no_file_before_one_is_set_up(tmp_path: Path):
    assert read_nodes(tmp_path / "config" / "pacs.json") == ()
    assert list(tmp_path.iterdir()) == []


def test_that_what_is_kept_is_read_back_and_private(tmp_path: Path):
    path = tmp_path / "config" / "pacs.json"
    write_nodes(path, NODES)
    assert read_nodes(path) == NODES
    write_nodes(path, NODES[:1])
    assert read_nodes(path) == NODES[:1]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["pacs.json"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": ""},
        {"port": 0},
        {"called_ae": "A" * 17},
        {"name": " "},
        {"tls": TlsChoice(Path("/a"), certificate=Path("/c"))},
    ],
)
def test_that_a_node_that_is_none_is_not_kept(tmp_path: Path, wrong: dict[str, object]):
    path = tmp_path / "pacs.json"
    with pytest.raises(InputError):
        write_nodes(path, (replace(NODES[0], **wrong),))  # type: ignore[arg-type]
    assert not path.exists()


def test_that_two_of_one_name_are_not_kept(tmp_path: Path):
    with pytest.raises(InputError, match="of this name already"):
        write_nodes(tmp_path / "pacs.json", (NODES[0], replace(NODES[1], name=NODES[0].name)))


def spoiled() -> dict[str, object]:
    def document(path: Path) -> dict[str, object]:
        return json.loads(path.read_text(encoding="utf-8"))

    def node(change):
        def act(path: Path) -> bytes:
            told = document(path)
            change(told["nodes"][0])
            return json.dumps(told).encode()

        return act

    def later(path: Path) -> bytes:
        return json.dumps(document(path) | {"format_version": 2}).encode()

    return {
        "cut": lambda path: path.read_bytes()[:-20],
        "no JSON": lambda _: b"\xff\xfe",
        "a list": lambda _: b"[]",
        "deep": lambda _: b"[" * 100_000,
        "later version": later,
        "another field": node(lambda told: told.update(password="x")),
        "a missing field": node(lambda told: told.pop("called_ae")),
        "a port in words": node(lambda told: told.update(port="104")),
        "a port that is a truth": node(lambda told: told.update(port=True)),
        "a host that is none": node(lambda told: told.update(host="a b; rm")),
        "no time": node(lambda told: told.update(timeout_s=float("nan"))),
    }


@pytest.mark.parametrize("kind", sorted(spoiled()))
def test_that_a_list_that_is_damaged_is_refused_as_a_whole(tmp_path: Path, kind: str):
    path = tmp_path / "pacs.json"
    write_nodes(path, NODES)
    path.write_bytes(spoiled()[kind](path))  # type: ignore[operator]
    with pytest.raises(StoreError, match="damaged or of a later version"):
        read_nodes(path)


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_that_a_list_that_others_may_change_or_that_is_a_link_is_refused(tmp_path: Path):
    path = tmp_path / "pacs.json"
    write_nodes(path, NODES)
    (tmp_path / "link.json").symlink_to(path)
    with pytest.raises(StoreError, match="is a link"):
        read_nodes(tmp_path / "link.json")
    path.chmod(0o620)
    with pytest.raises(StoreError, match="others on this computer may change"):
        read_nodes(path)

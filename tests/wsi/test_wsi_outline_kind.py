"""Files of outlines told by their beginning."""

from __future__ import annotations

from pathlib import Path

import pytest

from hccdesk.domain.errors import InputError
from hccdesk.wsi.outline_kind import outline_kind


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xml", b"<?xml version='1.0'?><ASAP_Annotations>", "ASAP outlines"),
        ("a.geojson", b'{"type": "Polygon", "coordinates": []}', "GeoJSON outlines"),
        ("a.json", b'{"patient_id": "7"}', None),
        ("a.txt", b"<ASAP_Annotations>", None),
    ],
)
def test_that_outlines_are_told_by_their_beginning(tmp_path: Path, name: str, content: bytes, kind: str | None) -> None:
    (tmp_path / name).write_bytes(content)
    assert outline_kind(tmp_path / name) == kind


def test_that_a_file_that_cannot_be_read_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"<ASAP_Annotations>")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="cannot be read"):
        outline_kind(path)


def test_that_a_folder_named_like_outlines_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.xml").mkdir()
    assert outline_kind(tmp_path / "a.xml") is None

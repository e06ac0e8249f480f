"""The levels of a DICOM whole-slide pyramid, tile by tile: where each is stored and where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pydicom.dataset import Dataset

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.wsi.dicom_frames import FrameIndex, encapsulated_frames, native_frames
from hccdesk.wsi.dicom_pyramid import LevelFile, frame_offset
from hccdesk.wsi.frame_decoder import decoder_for
from hccdesk.wsi.tile_mosaic import Corner, TileLevel

_MAXIMUM_TILE_PX = 8192


@dataclass(frozen=True, slots=True)
class StoredTile:
    """A tile by the file it is in and its frame number there; `headers` say how it is encoded."""

    frames: FrameIndex
    index: int
    headers: Dataset


@dataclass(frozen=True, slots=True)
class DicomLevel:
    """A level's lattice and its stored tiles by their corner, 0-based."""

    lattice: TileLevel
    tiles: dict[Corner, StoredTile]


def level_of(parts: tuple[LevelFile, ...]) -> DicomLevel:
    """The level stored in `parts`; raises `InputError` where it is not tiled, cut short or incomplete."""
    first = parts[0].headers
    across, down = int(first.Columns), int(first.Rows)
    if max(across, down) > _MAXIMUM_TILE_PX:
        raise InputError("The DICOM slide is not tiled.", where=parts[0].path, what_to_do="Re-export it with tiles.")
    tiles: dict[Corner, StoredTile] = {}
    for part in parts:
        frames = _frame_index(part)
        for index, corner in enumerate(_corners(part, len(frames.frames))):
            # Later frames at the same place are other focal planes or optical paths.
            tiles.setdefault(corner, StoredTile(frames, index, part.headers))
    width, height = parts[0].size_px
    expected = -(-width // across) * -(-height // down)
    if not _is_sparse(parts[0]) and len(tiles) != expected:
        what = Sentence.of(
            "The DICOM slide is incomplete: {there} of {expected} tiles of a level are there.",
            there=len(tiles),
            expected=expected,
        )
        raise InputError(what, where=parts[0].path, what_to_do="Copy it again from the archive, with all its files.")
    on_lattice = all(left % across == 0 and top % down == 0 for left, top in tiles)
    return DicomLevel(TileLevel(width, height, across, down, tiles.keys(), on_lattice), tiles)


def _is_sparse(part: LevelFile) -> bool:
    """Sparse where the header says so, or says nothing and gives each frame its place."""
    said = str(part.headers.get("DimensionOrganizationType") or "")
    return said != "TILED_FULL" and bool(part.headers.get("PerFrameFunctionalGroupsSequence"))


def _frame_index(part: LevelFile) -> FrameIndex:
    headers = part.headers
    decoder_for(part.transfer_syntax)
    count = int(headers.get("NumberOfFrames") or 1)
    if part.transfer_syntax.is_encapsulated:
        extended = np.frombuffer(headers.get("ExtendedOffsetTable") or b"", "<u8")
        return encapsulated_frames(part.path, part.pixel_data_at, count, extended.tolist())
    value_at = part.pixel_data_at + (8 if part.transfer_syntax.is_implicit_VR else 12)
    frame_bytes = (
        int(headers.Rows) * int(headers.Columns) * int(headers.SamplesPerPixel) * int(headers.BitsAllocated) // 8
    )
    return native_frames(part.path, value_at, count, frame_bytes)


def _corners(part: LevelFile, count: int) -> Iterator[tuple[int, int]]:
    """Top left (column, row) of each frame, 0-based (PS3.3 C.7.6.17.3)."""
    headers = part.headers
    if _is_sparse(part):
        for group in list(headers.PerFrameFunctionalGroupsSequence)[:count]:
            place = group.PlanePositionSlideSequence[0]
            yield (
                int(place.ColumnPositionInTotalImagePixelMatrix) - 1,
                int(place.RowPositionInTotalImagePixelMatrix) - 1,
            )
        return
    columns, rows = int(headers.Columns), int(headers.Rows)
    across, down = -(-part.size_px[0] // columns), -(-part.size_px[1] // rows)
    for index in range(frame_offset(part), frame_offset(part) + count):
        plane_index = index % (across * down)
        yield plane_index % across * columns, plane_index // across * rows

"""Slides that OpenSlide reads: SVS, NDPI, MRXS, SCN, tiled TIFF and their kin."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
import openslide
import tifffile
from numpy.typing import NDArray

from hccdesk.domain.errors import InputError
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.sentence import Sentence
from hccdesk.wsi.slide_reader import SlideHeader

_LARGEST_SIDE_PX = 2_000_000
_LARGEST_TILE_PIXELS = 300_000_000
logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # its remarks on odd tags say nothing to a clinician

_RE_EXPORT = "Re-export it from the scanner software as SVS, NDPI, MRXS, SCN, DICOM or a tiled pyramidal TIFF."


class OpenSlideReader:
    """A `SlideReader` over OpenSlide.

    Transparent pixels (areas never scanned) become white. OpenSlide keeps a handle in its error state after
    a bad tile, so the handle is opened anew after every failure. Label and macro images are never touched.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._slide = _open(path)
        _check_sizes(path, self._slide)
        self.header = _header(path, self._slide)

    def read_level(self, level: int, x_px: int, y_px: int, width_px: int, height_px: int) -> NDArray[np.uint8]:
        """See `SlideReader.read_level`."""
        downsample = self._slide.level_downsamples[level]
        corner = round(x_px * downsample), round(y_px * downsample)
        try:
            rgba = np.asarray(self._slide.read_region(corner, level, (width_px, height_px)))
        except openslide.OpenSlideError as error:
            self._reopen()
            what = Sentence.of(
                "The slide cannot be decoded around pixel {x}, {y} ({reason}).",
                x=corner[0],
                y=corner[1],
                reason=_one_line(error, self._path),
            )
            raise InputError(what, where=self._path) from error
        return _on_white(rgba)

    def close(self) -> None:
        """See `SlideReader.close`."""
        self._slide.close()

    def _reopen(self) -> None:
        self._slide.close()
        with suppress(InputError):  # a share that dropped: the next read fails too and says so
            self._slide = _open(self._path)


def _open(path: Path) -> openslide.OpenSlide:
    if path.suffix.lower() == ".mrxs" and not path.with_suffix("").is_dir():
        what = Sentence.of('The slide\'s data folder "{folder}" is missing beside it.', folder=path.stem)
        raise InputError(what, where=path, what_to_do="Copy the .mrxs file together with its folder.")
    try:
        return openslide.OpenSlide(path)
    except openslide.OpenSlideUnsupportedFormatError as error:
        raise InputError("This is not a whole-slide image we can read.", where=path, what_to_do=_RE_EXPORT) from error
    except (openslide.OpenSlideError, OSError) as error:
        what = Sentence.of("The slide cannot be opened ({reason}).", reason=_one_line(error, path))
        raise InputError(what, where=path, what_to_do="Copy it again from the scanner, or re-export it.") from error


def _check_sizes(path: Path, slide: openslide.OpenSlide) -> None:
    """OpenSlide allocates what a damaged header asks for, and ends the process where it cannot."""
    tiles = (
        (_number(slide.properties, f"openslide.level[{level}].tile-{side}") or 1.0 for side in ("width", "height"))
        for level in range(slide.level_count)
    )
    if max(slide.dimensions) > _LARGEST_SIDE_PX or any(math.prod(tile) > _LARGEST_TILE_PIXELS for tile in tiles):
        what = "The slide's headers are damaged: they give impossible sizes."
        raise InputError(what, where=path, what_to_do="Copy it again from the scanner, or re-export it.")


def _header(path: Path, slide: openslide.OpenSlide) -> SlideHeader:
    said = slide.properties
    return SlideHeader(
        main_file=path,
        vendor=said.get(openslide.PROPERTY_NAME_VENDOR, "unknown"),
        level_sizes_px=tuple((int(w), int(h)) for w, h in slide.level_dimensions),
        um_per_px=(_number(said, openslide.PROPERTY_NAME_MPP_X), _number(said, openslide.PROPERTY_NAME_MPP_Y)),
        objective_power=_number(said, openslide.PROPERTY_NAME_OBJECTIVE_POWER),
        bounds_offset_px=(
            int(_number(said, openslide.PROPERTY_NAME_BOUNDS_X) or 0),
            int(_number(said, openslide.PROPERTY_NAME_BOUNDS_Y) or 0),
        ),
        patient=PatientIdentity(),
        pixel_fault=_tiff_pixel_fault(path),
    )


def _tiff_pixel_fault(path: Path) -> Sentence | None:
    """OpenSlide shows 16-bit and grey TIFFs as black or grey RGB; the TIFF's own tags tell."""
    try:
        with tifffile.TiffFile(path) as tiff:
            page = tiff.pages.first
            bits, samples = int(page.bitspersample), int(page.samplesperpixel)
    except Exception:  # not a TIFF (MRXS, VMS), or one only OpenSlide understands
        return None
    if bits != 8:
        return Sentence.of("The slide has {bits} bits per colour instead of 8: it is no H&E scan.", bits=bits)
    if samples < 3:
        return Sentence.of("The slide is greyscale: it is no H&E scan.")
    return None


def _number(said: Mapping[str, str], name: str) -> float | None:
    try:
        return float(said[name])
    except (KeyError, ValueError):
        return None


def _on_white(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Straight-alpha RGBA over white (openslide-python has already undone the premultiplication)."""
    alpha = rgba[..., 3:]
    if alpha.min(initial=255) == 255:
        return np.ascontiguousarray(rgba[..., :3])
    opaque = alpha.astype(np.float32) / 255.0
    blended: NDArray[np.uint8] = np.rint(rgba[..., :3] * opaque + 255.0 * (1.0 - opaque)).astype(np.uint8)
    return blended


def _one_line(error: BaseException, path: Path) -> str:
    said = " ".join(str(error).replace(str(path), "the file").split())
    return "".join(character for character in said if character.isprintable())[:200]

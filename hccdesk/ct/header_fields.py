"""The parts of an image header, each from a parsed data set; what is absent or nonsense is None or blank."""

from __future__ import annotations

from pydicom.dataset import Dataset

from hccdesk.ct import header_values as values
from hccdesk.ct.image_header import Plane
from hccdesk.ct.pixel_element import PixelLayout
from hccdesk.domain.ct import CtAcquisition

OVERLAY_BIT_POSITION = 0x60000102
MOST_HU = 32768.0


def sop_class(dataset: Dataset) -> str:
    """The SOP class; the file meta information's where the data set leaves it blank."""
    return values.text(dataset, "SOPClassUID") or meta(dataset, "MediaStorageSOPClassUID")


def meta(dataset: Dataset, keyword: str) -> str:
    """A text of the file meta information, or ""."""
    return values.text(getattr(dataset, "file_meta", Dataset()), keyword) or ""


def overlay_bit(dataset: Dataset) -> int:
    """The bit of a pixel that carries an overlay, 0 for none."""
    try:
        return int(dataset[OVERLAY_BIT_POSITION].value)
    except Exception:  # absent or damaged
        return 0


def layout(dataset: Dataset, syntax: str) -> PixelLayout:
    """How the pixels are stored; absent sizes are 0."""

    def integer(keyword: str, otherwise: int) -> int:
        found = values.integer(dataset, keyword)
        return otherwise if found is None else found

    allocated = integer("BitsAllocated", 0)
    return PixelLayout(
        rows=integer("Rows", 0),
        columns=integer("Columns", 0),
        frames=integer("NumberOfFrames", 1),
        samples=integer("SamplesPerPixel", 1),
        bits_allocated=allocated,
        bits_stored=integer("BitsStored", allocated),
        signed=integer("PixelRepresentation", 0) == 1,
        photometric=(values.text(dataset, "PhotometricInterpretation") or "?").upper(),
        transfer_syntax=syntax,
    )


def planes(dataset: Dataset, layout: PixelLayout) -> tuple[Plane, ...]:
    """One plane per frame."""
    found = tuple(plane_from(sources) for sources in values.planes_of(dataset))
    if len(found) == layout.frames:
        return found
    # Frames without a place of their own: one plane says for all of them that there is none.
    return (Plane(None, None, None, None, None, "", ""),) * min(layout.frames, 1)


def plane_from(sources: tuple[Dataset, ...]) -> Plane:
    """One frame's place and scale, each value from the first of `sources` that holds it."""

    def numbers(keyword: str, count: int) -> tuple[float, ...] | None:
        return next((v for s in sources if (v := values.numbers(s, keyword, count)) is not None), None)

    def text(keyword: str) -> str:
        return next((v for s in sources if (v := values.text(s, keyword)) is not None), "").upper()

    slope, intercept = numbers("RescaleSlope", 1), numbers("RescaleIntercept", 1)
    return Plane(
        position_mm=numbers("ImagePositionPatient", 3),
        orientation=numbers("ImageOrientationPatient", 6),
        pixel_spacing_mm=numbers("PixelSpacing", 2),
        slope=slope[0] if slope else None,
        intercept=intercept[0] if intercept else None,
        rescale_type=text("RescaleType"),
        frame_type=text("FrameType") or text("ImageType"),
    )


def padding(dataset: Dataset, layout: PixelLayout) -> tuple[int, int] | None:
    """Lowest and highest stored value that stands for no measurement, or None."""
    value = values.stored_integer(dataset, "PixelPaddingValue")
    if value is None:
        return None
    limit = values.stored_integer(dataset, "PixelPaddingRangeLimit")
    ends = sorted(_settle_sign(v, layout) for v in (value, value if limit is None else limit))
    return ends[0], ends[1]


def _settle_sign(value: int, layout: PixelLayout) -> int:
    # Written as US where pixels are signed (63536 for -2000), or as SS where they are not.
    full = 1 << layout.bits_allocated
    if layout.signed and value >= full // 2:
        return value - full
    return value + full if not layout.signed and value < 0 else value


def acquisition_keys(dataset: Dataset) -> tuple[str, ...]:
    """What tells acquisitions under one series UID apart."""
    return tuple(
        values.text(dataset, keyword) or "" for keyword in ("AcquisitionNumber", "AcquisitionTime", "TriggerTime")
    )


def phase_words(dataset: Dataset) -> tuple[str, ...]:
    """The texts that may name the contrast phase, the nearest to the series first."""
    found = (values.text(dataset, keyword) for keyword in ("SeriesDescription", "ProtocolName"))
    return tuple(words for words in found if words)


def window_hu(dataset: Dataset) -> tuple[float, float] | None:
    """(width, level) of the first window that the header gives; None for none, or for one no viewer could use."""
    width, level = values.first_number(dataset, "WindowWidth"), values.first_number(dataset, "WindowCenter")
    usable = width is not None and level is not None and 1 <= width <= MOST_HU and abs(level) <= MOST_HU
    return (width, level) if usable and width is not None and level is not None else None


def acquisition(dataset: Dataset) -> CtAcquisition:
    """How the series was acquired."""
    dates = (values.day(dataset, keyword) for keyword in ("AcquisitionDate", "SeriesDate", "StudyDate"))
    return CtAcquisition(
        manufacturer=values.text(dataset, "Manufacturer"),
        scanner_model=values.text(dataset, "ManufacturerModelName"),
        kvp=values.number(dataset, "KVP"),
        slice_thickness_mm=values.number(dataset, "SliceThickness"),
        convolution_kernel=values.text(dataset, "ConvolutionKernel"),
        acquisition_date=next((found for found in dates if found), None),
        contrast_agent=values.text(dataset, "ContrastBolusAgent"),
        accession_number=values.text(dataset, "AccessionNumber"),
    )

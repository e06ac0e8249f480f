"""What moved the CT model, slice by slice, as a colour picture that any viewer shows (PS3.3 A.8.5)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pydicom.uid import MultiFrameTrueColorSecondaryCaptureImageStorage

from hccdesk.delivery.source_images import SliceSource
from hccdesk.delivery.written_object import BuiltObject, ObjectFacts, code_item, finished, reference_item
from hccdesk.domain.delivery import ObjectKind


def saliency_capture(frames: NDArray[np.uint8], sources: Sequence[SliceSource], facts: ObjectFacts) -> BuiltObject:
    """The frames, (frame, row, column, 3), all that must be read burned in.

    Source images are named in the order of the frames: functional groups, which could name one a frame, are no part of
    this object (PS3.3 A.8.5.3).
    """
    dataset = Dataset()
    dataset.SOPClassUID = MultiFrameTrueColorSecondaryCaptureImageStorage
    dataset.Modality, dataset.ConversionType = "OT", "WSD"
    dataset.ImageType = ["DERIVED", "SECONDARY"]
    dataset.PatientOrientation, dataset.BodyPartExamined = "", "LIVER"
    dataset.BurnedInAnnotation, dataset.RecognizableVisualFeatures = "YES", "NO"
    mark = "DEMONSTRATION. " if facts.is_demonstration else ""
    dataset.DerivationDescription = f"{mark}What moved the CT response model; an explanation is not a cause"
    dataset.ImageComments = f"{mark}Blue speaks for response, orange against it"
    dataset.SourceImageSequence = [_source_of(one) for one in _once(sources)]
    _describe_pixels(dataset, frames)
    return finished(dataset, ObjectKind.SALIENCY, facts, "AI explanation map")


def _once(sources: Sequence[SliceSource]) -> list[SliceSource]:
    """An enhanced image holds several slices; single images come once each anyway."""
    return list({(one.image.sop_instance_uid, one.frame_number): one for one in sources}.values())


def _source_of(source: SliceSource) -> Dataset:
    frames = () if source.frame_number is None else (source.frame_number,)
    item = reference_item(source.image.sop_class_uid, source.image.sop_instance_uid, frames)
    purpose = code_item("121322", "DCM", "Source image for image processing operation")
    item.PurposeOfReferenceCodeSequence = [purpose]
    return item


def _describe_pixels(dataset: Dataset, pixels: NDArray[np.uint8]) -> None:
    count, rows, columns, _ = pixels.shape
    dataset.NumberOfFrames, dataset.Rows, dataset.Columns = count, rows, columns
    dataset.FrameIncrementPointer = Tag("PageNumberVector")
    dataset.PageNumberVector = list(range(1, count + 1))
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation, dataset.PlanarConfiguration = 3, "RGB", 0
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 8, 8, 7, 0
    dataset.LossyImageCompression = "00"
    content = np.ascontiguousarray(pixels).tobytes()
    dataset.PixelData = content + b"\0" * (len(content) % 2)
    dataset["PixelData"].VR = "OB"

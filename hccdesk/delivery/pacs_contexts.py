"""Which kinds of objects, in which encodings, are offered to a PACS."""

from __future__ import annotations

from collections.abc import Sequence

from pydicom.uid import (
    JPEG2000,
    CTImageStorage,
    EnhancedCTImageStorage,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    LegacyConvertedEnhancedCTImageStorage,
    RLELossless,
    RTStructureSetStorage,
    SegmentationStorage,
)
from pynetdicom.presentation import PresentationContext, build_context, build_role

VERIFICATION = "1.2.840.10008.1.1"
FIND, GET, MOVE = (f"1.2.840.10008.5.1.4.1.2.2.{number}" for number in (1, 3, 2))
"""Study root information models (PS3.4, C.6.2)."""
PLAIN = (ExplicitVRLittleEndian, ImplicitVRLittleEndian)
PACKED = (
    *(JPEG2000Lossless, JPEGLSLossless, JPEGLosslessSV1, JPEGLossless, RLELossless),
    *(JPEG2000, JPEGLSNearLossless, JPEGBaseline8Bit, JPEGExtended12Bit),
)
"""Those that the CT reader decodes; deflated ones are not offered, as a small one can become endless."""
CT_CLASSES = (CTImageStorage, EnhancedCTImageStorage, LegacyConvertedEnhancedCTImageStorage)
OTHER_CLASSES = (SegmentationStorage, RTStructureSetStorage)
FETCHED_CLASSES = tuple(str(uid) for uid in (*CT_CLASSES, *OTHER_CLASSES))


def fetched_contexts() -> list[PresentationContext]:
    """For images of a patient: each encoding on its own, as a peer chooses one of those offered together."""
    packed = [build_context(uid, [syntax]) for uid in CT_CLASSES for syntax in PACKED]
    return [*packed, *(build_context(uid, list(PLAIN)) for uid in (*CT_CLASSES, *OTHER_CLASSES))]


def object_contexts(sop_class: str, transfer_syntax: str) -> list[PresentationContext]:
    """For one object: as it is, and plain."""
    plain = build_context(sop_class, list(PLAIN))
    if transfer_syntax in PLAIN:
        return [build_context(sop_class, [transfer_syntax]), plain]
    return [build_context(sop_class, [transfer_syntax])]


def receiving_roles(sop_classes: Sequence[str]) -> list[object]:
    """That we take objects over an association which we asked for (C-GET)."""
    return [build_role(uid, scp_role=True) for uid in sop_classes]

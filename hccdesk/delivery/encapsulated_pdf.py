"""The report as a DICOM Encapsulated PDF (PS3.3 A.45.1) in the study of the CT."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from pydicom.dataset import Dataset
from pydicom.uid import EncapsulatedPDFStorage

from hccdesk.delivery.character_set import first_writable
from hccdesk.delivery.written_object import BuiltObject, ObjectFacts, code_item, finished, reference_item
from hccdesk.domain.delivery import ObjectKind

Reference = tuple[str, str]
"""SOP class and SOP instance."""


def encapsulated_pdf(
    pdf: bytes, facts: ObjectFacts, titles: tuple[str, ...], sources: Sequence[Reference], *, is_verified: bool
) -> BuiltObject:
    """The very bytes of `pdf`; the title is the first of `titles` that the source's character set can write.

    VERIFIED says that somebody named in the document answers for it (PS3.3 C.24.2); this module has no place for a
    verifying observer, whose name stands on the page that the board signed.
    """
    dataset = Dataset()
    dataset.SOPClassUID = EncapsulatedPDFStorage
    dataset.Modality, dataset.ConversionType = "DOC", "WSD"
    dataset.AcquisitionDateTime = f"{facts.made_at.astimezone(UTC):%Y%m%d%H%M%S}+0000"
    dataset.BurnedInAnnotation, dataset.RecognizableVisualFeatures = "YES", "NO"
    dataset.DocumentTitle = first_writable(titles, facts.study.character_set)
    # The note of a consultation: what a multidisciplinary board gives.
    dataset.ConceptNameCodeSequence = [code_item("11488-4", "LN", "Consult note")]
    dataset.VerificationFlag = "VERIFIED" if is_verified else "UNVERIFIED"
    if sources:
        dataset.SourceInstanceSequence = [reference_item(*source) for source in sources]
    dataset.MIMETypeOfEncapsulatedDocument = "application/pdf"
    dataset.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
    dataset.EncapsulatedDocumentLength = len(pdf)
    return finished(dataset, ObjectKind.PDF, facts, "Tumour board report")

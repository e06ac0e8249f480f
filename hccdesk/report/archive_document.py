"""The file around the pages, so that it can be kept: PDF/A-2b (ISO 19005-2) as far as reportlab lets us.

No clock and no name of this machine: dates and numbers come from what is printed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFStream, PDFString

from hccdesk.report.srgb_profile import DESCRIPTION, srgb_profile

PART, CONFORMANCE = 2, "B"
VERSION = (1, 7)
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Of a document whose content names no time."""
_END = b"endstream\nendobj\n"
_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the file says of itself, in its metadata and in its dictionary alike; `language` as in RFC 3066."""

    title: str
    author: str
    subject: str
    language: str
    dated: datetime = UNDATED


class ArchiveDocument(pdfdoc.PDFDocument):  # type: ignore[misc]  # reportlab carries no types
    """A document with everything in it that is needed to show it, and with its metadata readable by any program."""

    def __init__(self, facts: DocumentFacts) -> None:
        super().__init__(compression=1, invariant=1, pdfVersion=VERSION, lang=facts.language)
        self._facts = facts
        self._catalog.__NoDefault__ = [*self._catalog.__NoDefault__, "OutputIntents"]  # which it has no place for
        self.info = _Info(facts)

    def complete(self, structure: PDFObjectReference) -> None:
        """Metadata, colour space, and the tree of what is on the pages; before the file is formatted."""
        catalogue = self.Catalog
        catalogue.StructTreeRoot = structure
        catalogue.MarkInfo = PDFDictionary({"Marked": "true"})
        catalogue.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        catalogue.Metadata = _metadata(self._facts)
        catalogue.OutputIntents = PDFArray([_output_intent(self)])

    def format(self) -> bytes:
        """The file. As reportlab's own, with a line's end before each `endstream` and an ID of the content itself."""
        for one in (self.Catalog, self.info):
            self.Reference(one)
        file = pdfdoc.PDFFile(self._pdfVersion)
        names: list[Any] = []
        while len(names) + 1 in self.numberToId:  # formatting an object may bring others
            name = self.numberToId[len(names) + 1]
            told = pdfdoc.PDFIndirectObject(name, self.idToObject[name]).format(self)
            self.idToOffset[name] = file.add(_with_line_end(told))
            names.append(name)
        table = pdfdoc.PDFCrossReferenceTable()
        table.addsection(0, names)
        digest = hashlib.sha256(file.format(self)).hexdigest()[: 2 * _ID_BYTES].upper()
        start = file.add(table.format(self))
        trailer = pdfdoc.PDFTrailer(
            startxref=start,
            Size=len(names) + 1,
            Root=self.Reference(self.Catalog),
            Info=self.Reference(self.info),
            ID=f"[<{digest}><{digest}>]",
        )
        file.add(trailer.format(self))
        content: bytes = file.format(self)
        return content


class _Info(pdfdoc.PDFInfo):  # type: ignore[misc]  # reportlab carries no types
    """The document's dictionary; what stands in it must stand in the metadata as well."""

    def __init__(self, facts: DocumentFacts) -> None:
        super().__init__()
        self._facts = facts

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        facts = self._facts
        moment = PDFString(facts.dated.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'"))
        told = {
            "Title": PDFString(facts.title),
            "Author": PDFString(facts.author),
            "Subject": PDFString(facts.subject),
            "Creator": PDFString(facts.author),
            "Producer": PDFString(facts.author),
            "CreationDate": moment,
            "ModDate": moment,
        }
        formatted: bytes = PDFDictionary(told).format(document)
        return formatted


def _with_line_end(formatted: bytes) -> bytes:
    return formatted.removesuffix(_END) + b"\n" + _END if formatted.endswith(_END) else formatted


def _output_intent(document: ArchiveDocument) -> PDFObjectReference:
    profile = PDFStream(PDFDictionary({"N": 3}), srgb_profile(), [pdfdoc.PDFZCompress])
    told = {
        "Type": PDFName("OutputIntent"),
        "S": PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": PDFString(DESCRIPTION),
        "Info": PDFString(DESCRIPTION),
        "RegistryName": PDFString("http://www.color.org"),
        "DestOutputProfile": document.Reference(profile, "OutputProfile"),
    }
    return document.Reference(PDFDictionary(told), "OutputIntent")


def _metadata(facts: DocumentFacts) -> PDFStream:
    """The XMP packet, as it stands: never compressed, so that any program finds it."""
    return PDFStream(PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}), _packet(facts))


def _packet(facts: DocumentFacts) -> bytes:
    moment = facts.dated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    title, author, subject = escape(facts.title), escape(facts.author), escape(facts.subject)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
   <dc:language><rdf:Bag><rdf:li>{facts.language}</rdf:li></rdf:Bag></dc:language>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <xmp:CreatorTool>{author}</xmp:CreatorTool>
   <xmp:CreateDate>{moment}</xmp:CreateDate>
   <xmp:ModifyDate>{moment}</xmp:ModifyDate>
   <xmp:MetadataDate>{moment}</xmp:MetadataDate>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <pdf:Producer>{author}</pdf:Producer>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>{PART}</pdfaid:part>
   <pdfaid:conformance>{CONFORMANCE}</pdfaid:conformance>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()

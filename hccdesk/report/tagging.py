"""What each mark on a page is (heading, paragraph, cell, figure), noted while it is drawn: the structure of a PDF.

A reader's screen reader walks this tree; what is in none of its elements is decoration and marked as such
(ISO 32000-1, 14.8). Parts of one paragraph or table on two pages are one element.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFObjectReference, PDFString

LAYOUT, PAGINATION = "/Artifact BMC", "/Artifact <</Type /Pagination>> BDC"


class Element:
    """A node of the tree; a kid is another node, or (page counted from 0, number of the mark on that page)."""

    def __init__(self, tag: str, parent: Element | None, alt: str = "") -> None:
        self.tag, self.parent, self.alt = tag, parent, alt
        self.kids: list[Element | tuple[int, int]] = []


class Tagger:
    """Collects the tree of one document; `canvas` is where it is drawn."""

    def __init__(self) -> None:
        self.root = Element("Document", None)
        self._here = self.root
        self._marks: list[list[Element]] = [[]]
        self._wholes: dict[object, Element] = {}
        self._within_mark = self._is_hushed = False

    def hush(self) -> None:
        """What follows was said before (the header of a table on its next page) and is not said again."""
        self._is_hushed = True

    def speak(self) -> None:
        """The repetition is at its end."""
        self._is_hushed = False

    def next_page(self) -> int:
        """What is drawn from now on is on another page; gives the number of the page that ended, from 0."""
        self._marks.append([])
        return len(self._marks) - 2

    def open(self, tag: str, whole: object = None) -> None:
        """What follows belongs to a `tag` element; `whole` is told again by its part on the next page."""
        self._here = self._element(tag, whole)

    def close(self) -> None:
        """The element that was opened last is at its end."""
        self._here = self._here.parent or self.root

    @contextmanager
    def mark(self, canvas: Any, tag: str, alt: str = "", whole: object = None) -> Iterator[None]:
        """What is drawn within is one element, its words instead of a picture `alt`; a cell's words are the cell."""
        if self._within_mark:
            yield
            return
        if self._is_hushed:
            yield from self._between(canvas, PAGINATION)
            return
        element = self._leaf(tag, whole)
        element.alt = element.alt or alt
        here = self._marks[-1]
        element.kids.append((len(self._marks) - 1, len(here)))
        here.append(element)
        yield from self._between(canvas, f"/{element.tag} <</MCID {len(here) - 1}>> BDC")

    @contextmanager
    def artifact(self, canvas: Any, begin: str = LAYOUT) -> Iterator[None]:
        """What is drawn within is no content: lines, grounds, what stands on every page."""
        if self._within_mark:
            yield
            return
        yield from self._between(canvas, begin)

    def _between(self, canvas: Any, begin: str) -> Iterator[None]:
        self._within_mark = True
        canvas._code.append(begin)
        try:
            yield
        finally:
            canvas._code.append("EMC")
            self._within_mark = False

    def _leaf(self, tag: str, whole: object) -> Element:
        if self._here.tag in ("TD", "TH"):
            return self._here
        if tag != "LI":
            return self._element(tag, whole)
        known = self._wholes.get(whole)
        if known is not None:
            return known
        item = Element("LI", self._list())
        body = Element("LBody", item)
        item.kids.append(body)
        (item.parent or self.root).kids.append(item)
        if whole is not None:
            self._wholes[whole] = body
        return body

    def _list(self) -> Element:
        """The list that the items just before are in, or a new one."""
        last = self._here.kids[-1] if self._here.kids else None
        return last if isinstance(last, Element) and last.tag == "L" else self._element("L", None)

    def _element(self, tag: str, whole: object) -> Element:
        if whole is not None and whole in self._wholes:
            return self._wholes[whole]
        made = Element(tag, self._here)
        self._here.kids.append(made)
        if whole is not None:
            self._wholes[whole] = made
        return made

    def add_to(self, document: PDFDocument) -> PDFObjectReference:
        """Write the tree into the document; the reference of its root."""
        root = document.Reference(PDFDictionary({}), "StructTreeRoot")
        written = _Written(document, root)
        top = written.element(self.root, root)
        rows: list[object] = []
        for page, marks in enumerate(self._marks):
            rows += [page, PDFArray([written.references[id(element)] for element in marks])]
        numbers = document.Reference(PDFDictionary({"Nums": PDFArray(rows)}), "StructParentTree")
        tree = {"Type": PDFName("StructTreeRoot"), "K": top, "ParentTree": numbers}
        tree["ParentTreeNextKey"] = len(self._marks)
        document.idToObject["StructTreeRoot"].dict.update(tree)
        return root


class _Written:
    """The elements as objects of the file, each with the reference by which pages name it."""

    def __init__(self, document: PDFDocument, root: PDFObjectReference) -> None:
        self._document, self._root = document, root
        self.references: dict[int, PDFObjectReference] = {}

    def element(self, element: Element, parent: PDFObjectReference) -> PDFObjectReference:
        told = PDFDictionary({"S": PDFName(element.tag), "P": parent})
        told.multiline = False
        reference = self._document.Reference(told, f"StructElement{len(self.references)}")
        self.references[id(element)] = reference
        pages = {kid[0] for kid in element.kids if not isinstance(kid, Element)}
        page = min(pages) if pages else None
        if page is not None:
            told["Pg"] = PDFObjectReference(f"Page{page + 1}")
        if element.alt:
            told["Alt"] = PDFString(element.alt)
        if element.tag == "TH":
            told["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName("Column")})
        kids = [self._kid(kid, page, reference) for kid in element.kids]
        if kids:
            told["K"] = kids[0] if len(kids) == 1 else PDFArray(kids)
        return reference

    def _kid(self, kid: Element | tuple[int, int], page: int | None, parent: PDFObjectReference) -> object:
        if isinstance(kid, Element):
            return self.element(kid, parent)
        if kid[0] == page:
            return kid[1]
        there = PDFObjectReference(f"Page{kid[0] + 1}")
        return PDFDictionary({"Type": PDFName("MCR"), "Pg": there, "MCID": kid[1]})

"""The manual in a window of its own, so that it can stand beside the work."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from hccdesk.ui import language, theme
from hccdesk.ui.help.manual import folder_of, page_of, pages_with, text_of, title_of
from hccdesk.ui.widgets.pieces import column, row

SIZE_PX = (940, 680)
LIST_PX = 200


class HelpWindow(QDialog):
    """The manual: pages and a search at the left, the text at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Manual"))
        self.resize(*SIZE_PX)
        self._search, self._pages, self._text = QLineEdit(), QListWidget(), QTextBrowser()
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setClearButtonEnabled(True)
        self._pages.setAccessibleName(self.tr("Pages"))
        self._text.setAccessibleName(self.tr("Page"))
        self._text.setOpenLinks(False)  # nothing in the manual leads out of it
        self._lay_out()
        self._search.textChanged.connect(self._on_search)
        self._pages.currentItemChanged.connect(self._on_page)
        self._on_search("")

    def show_screen(self, screen: str) -> None:
        """The page of a screen."""
        self._search.clear()
        for number in range(self._pages.count()):
            if self._pages.item(number).data(Qt.ItemDataRole.UserRole) == page_of(screen):
                self._pages.setCurrentRow(number)

    @property
    def shown_text(self) -> str:
        """What can be read now."""
        return self._text.toPlainText()

    def _on_search(self, words: str) -> None:
        self._pages.clear()
        for page in pages_with(words, language.current()):
            item = QListWidgetItem(title_of(page, language.current()))
            item.setData(Qt.ItemDataRole.UserRole, page)
            self._pages.addItem(item)
        if self._pages.count():
            self._pages.setCurrentRow(0)
        else:
            self._text.setPlainText(self.tr("No page holds these words."))

    def _on_page(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        document = QTextDocument(self._text)
        document.setDefaultFont(theme.text_font(14))
        document.setBaseUrl(QUrl.fromLocalFile(f"{folder_of(language.current())}/"))
        document.setMarkdown(text_of(str(item.data(Qt.ItemDataRole.UserRole)), language.current()))
        document.setDocumentMargin(20)
        _space_out(document)
        self._text.setDocument(document)
        word = self._search.text().split()
        if word:
            self._text.find(word[0])

    def _lay_out(self) -> None:
        left = column(spacing=8)
        left.addWidget(self._search)
        left.addWidget(self._pages, 1)
        self._search.setFixedWidth(LIST_PX)
        self._pages.setFixedWidth(LIST_PX)
        layout = row(self, 12, 12)
        layout.addLayout(left)
        layout.addWidget(self._text, 1)


def _space_out(document: QTextDocument) -> None:
    """Room above headings and between paragraphs; lines of a table stay as they are."""
    block = document.begin()
    while block.isValid():
        cursor, heading = QTextCursor(block), block.blockFormat().headingLevel()
        if cursor.currentTable() is None:
            spaced = block.blockFormat()
            spaced.setTopMargin({0: 4, 1: 0, 2: 18}.get(heading, 12))
            spaced.setBottomMargin(6)
            if "\ufffc" not in block.text():  # a picture is as high as it is
                spaced.setLineHeight(128, 1)  # per cent, QTextBlockFormat.ProportionalHeight
            cursor.setBlockFormat(spaced)
        block = block.next()

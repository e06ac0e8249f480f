"""Library and privacy: what it says is so, and what is chosen there happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import ui_builder as build
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QFileDialog

from hccdesk import resources
from hccdesk.domain.case_library import KeptInput, LibrarySettings, LibraryState, PassphraseNeededError
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.library.library_choice import library_in
from hccdesk.ui.library.library_window import LibraryWindow
from hccdesk.ui.library.passphrase import is_good, is_long_enough, typed
from hccdesk.ui.library.sizes import size_words
from hccdesk.ui.session import Session
from hccdesk.ui.widgets.pieces import QPushButton
from hccdesk.workflow.case_library import case_library

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def session(qtbot, tmp_path: Path) -> Iterator[Session]:
    made = build.a_session(tmp_path, None, case_library(tmp_path / "library"))
    made.open_library()
    qtbot.waitUntil(lambda: made.library_state is not None, timeout=20_000)
    yield made
    made.close()


@pytest.fixture
def shown(qtbot, session: Session) -> Iterator[LibraryWindow]:
    made = LibraryWindow(session)
    made.show()
    qtbot.waitUntil(lambda: made._presenter.view is not None and made._presenter.view.facts is not None, timeout=20_000)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)


@pytest.fixture
def done(qtbot, shown: LibraryWindow) -> Callable[[str], None]:
    def wait(text: str) -> None:
        qtbot.waitUntil(lambda: text in shown._said.text(), timeout=30_000)
        qtbot.waitUntil(lambda: shown._pages.isEnabled() and not shown._presenter._session.keeping.running)

    return wait


def press(pressed: QPushButton) -> None:
    assert pressed.isEnabled()
    pressed.click()


class TestPlace:
    def test_that_it_says_where_the_library_is_and_what_is_in_it(self, shown: LibraryWindow, tmp_path: Path) -> None:
        assert shown._place._folder.text() == str(tmp_path / "library")
        assert "0 cases · database " in shown._place._holds.text()
        assert "free on this disk" in shown._place._holds.text()

    def test_that_another_library_is_opened_at_the_next_start_and_the_own_one_again(
        self, shown: LibraryWindow, session: Session, done, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.delenv(resources.LIBRARY_VARIABLE, raising=False)
        (tmp_path / "other").mkdir()
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "other"))
        press(shown._place._other)
        done("when hccdesk is started again")
        assert session.settings.library == tmp_path / "other"
        shown._place._own.click()
        done("Your own library")
        assert session.settings.library is None

    def test_that_a_choice_without_effect_is_said(self, shown: LibraryWindow, session: Session, done, tmp_path) -> None:
        shown._place.folder_chosen.emit(tmp_path)  # the tests' own library is named by the environment
        done("named by HCCDESK_LIBRARY")
        assert session.settings.library is None

    def test_that_a_library_is_never_made_among_other_files(self, tmp_path: Path) -> None:
        documents, old = tmp_path / "documents", tmp_path / "old"
        for folder, name in ((documents, "letter.txt"), (old, "library.sqlite")):
            folder.mkdir()
            (folder / name).write_bytes(b"")
        assert library_in(documents) == documents / "hccdesk library"
        assert library_in(documents) == documents / "hccdesk library"
        assert library_in(old) == old

    def test_that_a_folder_where_no_library_can_be_made_is_said(
        self, shown: LibraryWindow, session: Session, done, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.delenv(resources.LIBRARY_VARIABLE, raising=False)
        shown._place.folder_chosen.emit(tmp_path / "gone")
        done("No library can be made")
        assert session.settings.library is None

    def test_that_a_read_only_library_says_why_and_offers_nothing_that_writes(
        self, shown: LibraryWindow, session: Session, qtbot
    ) -> None:
        why = Sentence.of("this case is no longer there.")
        session.set_library_state(LibraryState(Path("/cd"), read_only=why))
        qtbot.waitUntil(lambda: shown._place._read_only.isVisibleTo(shown), timeout=10_000)
        assert "no longer there" in shown._place._read_only.text()
        for pressed in (shown._backups._now, shown._images._copy, shown._images._copies, shown._encryption._encrypt):
            assert not pressed.isEnabled()


class TestImages:
    def test_that_copying_is_chosen_for_what_is_read_from_now_on(
        self, shown: LibraryWindow, session: Session, done
    ) -> None:
        assert shown._images._copies.isChecked()
        shown._images._copies.click()
        done("only referenced")
        assert session.library.settings() == LibrarySettings(copy_inputs=False)
        shown._images._copies.click()
        done("are copied")
        assert session.library.settings() == LibrarySettings(copy_inputs=True)

    def test_that_each_input_of_the_open_case_is_told_with_its_place(
        self, shown: LibraryWindow, session: Session, qtbot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = KeptInput("slide", Path("/usb/a.svs"), None, "0" * 64, 1, 1_900_000_000, (), datetime.now(UTC))
        monkeypatch.setattr(session.library, "inputs", lambda _: (one,))
        session.keeper.case_id = "a" * 32
        shown._presenter.look()
        qtbot.waitUntil(lambda: shown._images._lines.count() == 3, timeout=10_000)
        texts = [shown._images._lines.itemAt(place).widget().text() for place in range(2)]
        assert texts == ["Slide", "→ referenced · 1 file, 1.9 GB"]


class TestBackups:
    def test_that_a_backup_is_made_now_and_listed(self, shown: LibraryWindow, done, tmp_path: Path) -> None:
        for path in (tmp_path / "library" / "backups").glob("*.sqlite"):
            path.unlink()
        press(shown._backups._now)
        done("A backup was made and verified: library-")
        (made,) = (tmp_path / "library" / "backups").glob("*.sqlite")
        assert made.stat().st_size > 0
        assert shown._backups._table.topLevelItem(0).text(0) == made.name
        assert shown._backups._last.text().startswith("Last verified backup: ")


class TestEncryption:
    def type_twice(self, shown: LibraryWindow, first: str, second: str) -> None:
        page = shown._encryption
        page._first.setText(first)
        page._second.setText(second)
        page._known.setChecked(True)

    @pytest.mark.parametrize(
        ("first", "second", "said"),
        [("short", "short", "At least 8"), (PASSPHRASE, "another one", "not the same"), ("", "", "Four or five words")],
    )
    def test_that_it_takes_two_equal_passphrases_that_are_long_enough(
        self, shown: LibraryWindow, first: str, second: str, said: str
    ) -> None:
        self.type_twice(shown, first, second)
        assert not shown._encryption._encrypt.isEnabled()
        assert said in shown._encryption._advice.text()

    def test_that_it_must_be_known_that_there_is_no_way_back(self, shown: LibraryWindow) -> None:
        self.type_twice(shown, PASSPHRASE, PASSPHRASE)
        assert shown._encryption._encrypt.isEnabled()
        shown._encryption._known.setChecked(False)
        assert not shown._encryption._encrypt.isEnabled()

    def test_that_the_library_is_encrypted_and_opens_with_its_passphrase_alone(
        self, shown: LibraryWindow, session: Session, done, tmp_path: Path
    ) -> None:
        self.type_twice(shown, PASSPHRASE, PASSPHRASE)
        press(shown._encryption._encrypt)
        done("encrypted now")
        assert shown._encryption._state.text() == "● Encrypted"
        assert shown._encryption._first.text() == ""
        session.close()
        again = case_library(tmp_path / "library")
        with pytest.raises(PassphraseNeededError):
            again.open()
        with pytest.raises(PassphraseNeededError):
            again.open("wrong horse battery staple")
        assert again.open(PASSPHRASE).is_encrypted
        again.close()

    def test_that_the_passphrase_is_changed_by_who_knows_it_alone(
        self, shown: LibraryWindow, done, session: Session
    ) -> None:
        page = shown._encryption
        assert not page._current.isVisibleTo(page)
        self.type_twice(shown, PASSPHRASE, PASSPHRASE)
        press(page._encrypt)
        done("encrypted now")
        self.type_twice(shown, "another one entirely", "another one entirely")
        assert not page._encrypt.isEnabled()
        assert page._current.isVisibleTo(page)
        page._current.setText("wrong horse battery staple")
        press(page._encrypt)
        done("not the passphrase of the library")
        self.type_twice(shown, "another one entirely", "another one entirely")
        page._current.setText(PASSPHRASE)
        press(page._encrypt)
        done("The passphrase was changed")
        assert session.library.open("another one entirely").is_encrypted

    def test_that_the_encryption_is_taken_away_again(self, shown: LibraryWindow, done, tmp_path: Path, session) -> None:
        self.type_twice(shown, PASSPHRASE, PASSPHRASE)
        press(shown._encryption._encrypt)
        done("encrypted now")
        assert not shown._encryption._decrypt.isEnabled()
        shown._encryption._current.setText("wrong horse battery staple")
        press(shown._encryption._decrypt)
        done("not the passphrase of the library")
        assert shown._encryption._current.text() == ""
        shown._encryption._current.setText(PASSPHRASE)
        press(shown._encryption._decrypt)
        done("not encrypted any more")
        assert not shown._encryption._current.isVisibleTo(shown._encryption)
        session.close()
        again = case_library(tmp_path / "library")
        assert not again.open().is_encrypted
        again.close()

    def test_that_it_says_what_encryption_does_not_cover(self, shown: LibraryWindow) -> None:
        said = " ".join(one.text() for one in shown._encryption.findChildren(type(shown._said)))
        for words in ("does not cover the copied CT and slides", "BitLocker", "LUKS", "cannot be recovered"):
            assert words in said


def test_that_a_library_that_is_not_open_says_so(qtbot, tmp_path: Path) -> None:
    session = build.a_session(tmp_path)
    window = LibraryWindow(session)
    assert "not open" in window._said.text()
    assert not window._pages.isEnabled()
    window.deleteLater()
    session.close()


def test_that_a_passphrase_is_the_same_from_every_keyboard() -> None:
    assert typed("é") == typed("e\u0301")


def test_that_advice_counts_characters_and_not_bytes() -> None:
    assert not is_long_enough("七个汉字的口令")
    assert is_long_enough("八个汉字的口令呀")
    assert not is_good("a" * 100)
    assert is_good(PASSPHRASE)


@pytest.mark.parametrize(
    ("n_bytes", "words"),
    [
        (0, "0 kB"), (900, "1 kB"), (3_200_000, "3.2 MB"), (112_300_000, "112 MB"), (999_600_000, "1.0 GB"),
        (5 * 10**15, "5000 TB"),
    ],
)  # fmt: skip
def test_that_sizes_are_said_as_one_reads_them(n_bytes: int, words: str) -> None:
    assert size_words(n_bytes) == words

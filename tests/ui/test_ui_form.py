"""The clinical form: every field, units, ranges, unknown apart from no."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
import ui_builder as build
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from hccdesk import resources
from hccdesk.domain.clinical_record import CLINICAL_FIELDS, ClinicalRecord, PreviousSession, RadiologicalResponse
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.clinical_fields import FIELDS, GROUPS, PREVIOUS, Kind, limits_of
from hccdesk.ui.clinical_values import record_of, values_of
from hccdesk.ui.intake.entry import Entry, read_entry, write_entry
from hccdesk.ui.intake.field_editors import TypedEditor, YesNoEditor
from hccdesk.ui.intake.form import COLUMNS
from hccdesk.ui.intake.form_presenter import FormPresenter
from hccdesk.ui.problem_board import ProblemBoard

UNIT = {(field.name, unit.name): unit for field in FIELDS.values() for unit in field.units}


def entered(name: str, text: str, unit: str = "") -> Entry:
    return read_entry(FIELDS[name], text, UNIT.get((name, unit)))


def test_that_the_form_asks_for_every_field_of_the_row_once():
    nested = {f"{PREVIOUS}{f.name}" for f in fields(PreviousSession)}
    wanted = (set(CLINICAL_FIELDS) - {"previous_session"}) | nested
    asked = [field.name for _, group in GROUPS for field in group]
    assert sorted(asked) == sorted(wanted)
    assert sorted(number for column in COLUMNS for number in column) == list(range(len(GROUPS)))


def test_that_choices_are_the_ones_files_may_state():
    definitions = resources.schema("clinical")["$defs"]
    for name, definition in (
        ("hepatitis", "Hepatitis"), ("ascites", "Ascites"), ("vp", "PortalVeinInvasion"), ("sex", "Sex"),
        ("prior_treatment", "PriorTreatment"), ("previous_session.radiological_response", "RadiologicalResponse"),
    ):  # fmt: skip
        assert [str(value) for value, _ in FIELDS[name].choices] == definitions[definition]["enum"]


@pytest.mark.parametrize(
    ("name", "text", "unit", "value"),
    [
        # 1 mg/dL = 17.1 µmol/L and 1 g/dL = 10 g/L: the descriptions in clinical.schema.json.
        ("bilirubin_umol_per_l", "1.0", "mg/dL", 17.1),
        ("bilirubin_umol_per_l", "34", "µmol/L", 34.0),
        ("albumin_g_per_l", "3.8", "g/dL", 38.0),
        ("largest_tumour_diameter_mm", "10.2", "cm", 102.0),
        ("crp_mg_per_l", "1.2", "mg/dL", 12.0),
        # WHO 72/225: 1 IU of AFP is 1.21 ng.
        ("afp_ng_per_ml", "100", "IU/mL", 121.0),
        ("tumour_count", "3", "", 3),
        ("ct_date", "2024/02/29", "", date(2024, 2, 29)),
        ("patient_id", " 000123 ", "", "000123"),
    ],
)
def test_that_what_is_typed_becomes_the_row_s_value(name, text, unit, value):
    found = entered(name, text, unit)
    assert found.fault == ""
    assert found.value == pytest.approx(value) if isinstance(value, float) else found.value == value


@pytest.mark.parametrize(
    ("name", "text", "unit"),
    [
        ("albumin_g_per_l", "3.8", "g/L"),
        ("albumin_g_per_l", "71", "g/L"),
        ("inr", "nan", ""),
        ("inr", "1,2", ""),
        ("afp_ng_per_ml", "1,234", "ng/mL"),
        ("afp_ng_per_ml", "inf", "ng/mL"),
        ("tumour_count", "2.5", ""),
        ("ct_date", "2023-02-29", ""),
        ("ct_date", "0123-01-01", ""),
    ],
)
@pytest.mark.bad("BAD-078")
@pytest.mark.control("RISK-07-b")
def test_that_a_value_that_cannot_be_right_is_a_fault_and_no_value(name, text, unit):
    found = entered(name, text, unit)
    assert found.fault
    assert found.value is None


def test_that_the_limits_themselves_are_allowed():
    for field in FIELDS.values():
        if field.kind in (Kind.NUMBER, Kind.COUNT):
            limits = limits_of(field.name)
            for value in (limits.low, limits.high):
                assert read_entry(field, f"{value:.10g}", field.units[0] if field.units else None).fault == ""


@pytest.mark.control("RISK-21-a")
def test_that_an_empty_field_is_unknown_and_not_a_fault():
    assert all(read_entry(field, "  ") == Entry(None, "") for field in FIELDS.values())


@pytest.mark.control("RISK-07-c")
def test_that_values_are_shown_in_the_unit_that_is_chosen():
    unit = UNIT["albumin_g_per_l", "g/dL"]
    assert write_entry(FIELDS["albumin_g_per_l"], 38.5, unit) == "3.85"
    assert write_entry(FIELDS["albumin_g_per_l"], None, unit) == ""


def test_that_a_row_survives_the_form_and_back():
    session = PreviousSession(40.0, 60.0, 5, 6, RadiologicalResponse.SD)
    record = build.a_record(previous_session=session)
    assert record_of(values_of(record)) == record
    assert record_of(values_of(ClinicalRecord())) == ClinicalRecord()


def test_that_a_faulty_field_counts_as_unknown_and_is_on_the_list():
    model, board = CaseModel(), ProblemBoard()
    presenter = FormPresenter(model, board)
    presenter.enter("albumin_g_per_l", entered("albumin_g_per_l", "38"))
    assert model.inputs.clinical.albumin_g_per_l == 38.0
    presenter.enter("albumin_g_per_l", entered("albumin_g_per_l", "380"))
    assert model.inputs.clinical.albumin_g_per_l is None
    assert [line.where for line in board.of("form")] == ["Albumin"]
    presenter.enter("albumin_g_per_l", entered("albumin_g_per_l", ""))
    assert board.of("form") == ()


@pytest.mark.control("RISK-21-a")
def test_that_no_is_not_unknown(qtbot):
    editor = YesNoEditor(FIELDS["cirrhosis"])
    qtbot.addWidget(editor)
    seen = []
    editor.entered.connect(lambda entry: seen.append(entry.value))
    for number in (1, 2, 0):
        editor._group.button(number).click()
    assert seen == [False, True, None]


@pytest.mark.control("RISK-07-c")
def test_that_changing_the_unit_keeps_the_typed_number_and_changes_the_value(qtbot):
    # The reader corrects the unit of what stands in the lab sheet; the figures typed from it stay.
    editor = TypedEditor(FIELDS["albumin_g_per_l"])
    qtbot.addWidget(editor)
    seen = []
    editor.entered.connect(seen.append)
    qtbot.keyClicks(editor._line, "3.8")
    assert seen[-1].fault
    editor._units.setCurrentIndex(1)
    editor._units.activated.emit(1)
    assert seen[-1] == Entry(38.0)


def test_that_a_number_half_typed_is_not_marked_yet(qtbot):
    editor = TypedEditor(FIELDS["albumin_g_per_l"])
    qtbot.addWidget(editor)
    editor.show()
    qtbot.keyClicks(editor._line, "3")
    assert editor._fault.isHidden()
    qtbot.waitUntil(lambda: not editor._fault.isHidden(), timeout=3000)
    qtbot.keyClicks(editor._line, "8")
    assert editor._fault.isHidden()


def a_typed(qtbot, name: str) -> TypedEditor:
    editor = TypedEditor(FIELDS[name])
    qtbot.addWidget(editor)
    editor.resize(300, 60)
    editor.show()
    return editor


def choose_unit(editor: TypedEditor, unit: str) -> None:
    box = editor.findChild(QComboBox)
    box.setCurrentIndex(box.findText(unit))
    box.activated.emit(box.currentIndex())


@pytest.mark.control("RISK-07-c")
def test_that_another_unit_converts_the_value_and_leaves_the_row_alone(qtbot):
    editor, heard = a_typed(qtbot, "bilirubin_umol_per_l"), []
    editor.entered.connect(heard.append)
    editor.show_value(34.2)
    with qtbot.waitSignal(editor.unit_chosen) as chosen:
        choose_unit(editor, "mg/dL")
    assert chosen.args == ["mg/dL"]
    assert editor.findChild(QLineEdit).text() == "2"  # 34.2 µmol/L / 17.1
    assert heard == []
    choose_unit(editor, "µmol/L")
    assert editor.findChild(QLineEdit).text() == "34.2"


def test_that_a_text_out_of_range_is_read_anew_in_the_other_unit(qtbot):
    editor, heard = a_typed(qtbot, "albumin_g_per_l"), []
    editor.entered.connect(heard.append)
    qtbot.keyClicks(editor.findChild(QLineEdit), "3.8")
    assert heard[-1].fault  # nobody has 3.8 g/L
    choose_unit(editor, "g/dL")
    assert editor.findChild(QLineEdit).text() == "3.8"
    assert heard[-1] == Entry(38.0)


def test_that_a_measured_diameter_is_offered_and_taken_only_when_asked(qtbot):
    editor, heard = a_typed(qtbot, "largest_tumour_diameter_mm"), []
    editor.entered.connect(heard.append)
    editor.suggest(38.842, "Region: 38.8 mm")
    assert heard == []
    offer = next(button for button in editor.findChildren(QPushButton) if button.text() == "Region: 38.8 mm")
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert heard == [Entry(38.84)]
    assert editor.findChild(QLineEdit).text() == "38.84"
    editor.suggest(None, "")
    assert not offer.isVisible()

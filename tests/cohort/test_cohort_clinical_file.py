"""The clinical file: what is read, and what is refused with the field's name."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hccdesk.cohort.clinical_faults import expectation, field_names
from hccdesk.cohort.clinical_file import read_clinical
from hccdesk.cohort.clinical_schema import clinical_json_schema
from hccdesk.domain.clinical_record import (
    CLINICAL_FIELDS,
    Ascites,
    BclcStage,
    ClinicalRecord,
    Hepatitis,
    PortalVeinInvasion,
    PreviousSession,
    PriorTreatment,
    RadiologicalResponse,
)
from hccdesk.domain.errors import InputError, InputFaults
from hccdesk.domain.patient import Sex
from hccdesk.resources import schema

COMPLETE: dict[str, Any] = {
    "patient_id": "00123",
    "name": "张^伟",
    "age_years": 61,
    "sex": "male",
    "hepatitis": "hbv+hcv",
    "cirrhosis": True,
    "ecog": 1,
    "ascites": "moderate_or_severe",
    "encephalopathy_grade": 0,
    "bilirubin_umol_per_l": 17.1,
    "albumin_g_per_l": 38,
    "inr": 1.1,
    "platelets_10e9_per_l": 120,
    "ast_u_per_l": 45,
    "alt_u_per_l": 40,
    "crp_mg_per_l": 3.2,
    "afp_ng_per_ml": 400,
    "largest_tumour_diameter_mm": 95,
    "tumour_count": 3,
    "one_lobe": False,
    "encapsulated": True,
    "diffuse": False,
    "vp": "vp3",
    "hepatic_vein_invasion": False,
    "inferior_vena_cava_invasion": False,
    "lymph_node_metastasis": False,
    "extrahepatic_metastasis": False,
    "unresectable": True,
    "other_malignancy": False,
    "prior_treatment": "none",
    "planned_haic_cycles": 4,
    "life_expectancy_under_3_months": False,
    "uncorrectable_organ_dysfunction": False,
    "ct_date": "2024-02-28",
    "biopsy_date": "2024-02-29",
    "treatment_date": "2024-03-04",
    "liver_function_date": "2024-03-01",
    "afp_date": "2024-03-01",
    "crp_date": "2024-03-01",
    "bclc_confirmed": "C",
    "previous_session": {
        "ast_before_u_per_l": 40,
        "ast_after_u_per_l": 60.5,
        "child_pugh_before": 5,
        "child_pugh_after": 6,
        "radiological_response": "sd",
    },
}
EXPECTED = ClinicalRecord(
    **{
        **COMPLETE,
        "sex": Sex.MALE,
        "hepatitis": Hepatitis.HBV_AND_HCV,
        "ascites": Ascites.MODERATE_OR_SEVERE,
        "vp": PortalVeinInvasion.VP3,
        "prior_treatment": PriorTreatment.NONE,
        "ct_date": date(2024, 2, 28),
        "biopsy_date": date(2024, 2, 29),
        "treatment_date": date(2024, 3, 4),
        "liver_function_date": date(2024, 3, 1),
        "afp_date": date(2024, 3, 1),
        "crp_date": date(2024, 3, 1),
        "bclc_confirmed": BclcStage.ADVANCED,
        "previous_session": PreviousSession(40.0, 60.5, 5, 6, RadiologicalResponse.SD),
    }
)


def a_file(folder: Path, content: str | bytes, name: str = "clinical.json") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(
    folder: Path, content: str | bytes, name: str = "clinical.json", patient_id: str | None = None
) -> ClinicalRecord:
    return read_clinical(a_file(folder, content, name), patient_id)


def faults(folder: Path, content: str | bytes, name: str = "clinical.json") -> list[str]:
    path = a_file(folder, content, name)
    with pytest.raises(InputError) as caught:
        read_clinical(path)
    every = caught.value.faults if isinstance(caught.value, InputFaults) else (caught.value,)
    assert all(fault.where == path for fault in every)
    lines = [str(fault).removeprefix(f"{path}: ") for fault in every]
    assert all("\n" not in line for line in lines)
    return lines


def as_csv(row: dict[str, Any], separator: str = ",") -> str:
    flat = {k: v for k, v in row.items() if k != "previous_session"}
    flat |= {f"previous_session.{k}": v for k, v in row.get("previous_session", {}).items()}
    cells = [str(v).lower() if isinstance(v, bool) else str(v) for v in flat.values()]
    return separator.join(flat) + "\n" + separator.join(cells) + "\n"


def test_that_a_complete_json_file_is_read(tmp_path: Path) -> None:
    record = read(tmp_path, json.dumps(COMPLETE))
    assert record == EXPECTED
    assert set(COMPLETE) == set(CLINICAL_FIELDS)


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_that_a_complete_table_reads_as_the_json_does(tmp_path: Path, separator: str) -> None:
    assert read(tmp_path, as_csv(COMPLETE, separator), "clinical.csv") == EXPECTED


@pytest.mark.control("RISK-21-a")
def test_that_absent_null_and_empty_are_unknown_and_nothing_is_filled_in(tmp_path: Path) -> None:
    assert read(tmp_path, "{}") == ClinicalRecord()
    assert read(tmp_path, json.dumps(dict.fromkeys(COMPLETE))) == ClinicalRecord()
    assert read(tmp_path, "age_years,diffuse,sex\n61,,\n", "c.csv") == ClinicalRecord(age_years=61.0)


def test_that_every_fault_is_named_at_once(tmp_path: Path) -> None:
    lines = faults(
        tmp_path,
        """{"albumin_g_per_l": 3.8, "sex": "m", "ecog": 2.0, "cirrhosis": "yes", "albumine": 3, "inr": null,
            "ct_date": "28.02.2024", "previous_session": {"child_pugh_after": 4, "x": 1}, "patient_id": 123}""",
    )
    assert sorted(lines) == [
        '"albumine" is not a field of the clinical row. Did you mean "albumin_g_per_l"?',
        '"previous_session.x" is not a field of the clinical row. Leave it out.',
        "albumin_g_per_l: 3.8 is not a number from 5 to 70 g/L.",
        'cirrhosis: "yes" is not true or false.',
        'ct_date: "28.02.2024" is not a date as YYYY-MM-DD.',
        "ecog: 2.0 is not a whole number from 0 to 4.",
        'patient_id: what it holds is not text of up to 64 visible characters. Put it in quotation marks: "00123".',
        "previous_session.child_pugh_after: 4 is not a whole number from 5 to 15.",
        'sex: "m" is not one of male, female.',
    ]


# The limits are those of the schema's own documentation; a value on the limit is inside.
@pytest.mark.parametrize(
    ("field", "low", "high"),
    [
        ("age_years", 0, 120),
        ("bilirubin_umol_per_l", 1, 1000),
        ("albumin_g_per_l", 5, 70),
        ("inr", 0.5, 20),
        ("afp_ng_per_ml", 0, 1e7),
        ("largest_tumour_diameter_mm", 1, 400),
        ("ecog", 0, 4),
        ("encephalopathy_grade", 0, 4),
        ("tumour_count", 1, 999),
    ],
)
@pytest.mark.bad("BAD-078")
@pytest.mark.control("RISK-07-b")
def test_that_a_range_holds_its_ends_and_nothing_beyond(tmp_path: Path, field: str, low: float, high: float) -> None:
    step = 1 if isinstance(low, int) and isinstance(high, int) and field in ("ecog", "tumour_count") else 0.01
    for value in (low, high):
        assert getattr(read(tmp_path, json.dumps({field: value})), field) == value
    for value in (low - step, high + step):
        assert faults(tmp_path, json.dumps({field: value}))[0].startswith(f"{field}: ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"afp_ng_per_ml": NaN}', "NaN is not a number"),
        ('{"afp_ng_per_ml": -Infinity}', "-Infinity is not a number"),
        ('{"afp_ng_per_ml": 1e999}', "too large a number"),
        ('{"afp_ng_per_ml": ' + "9" * 5000 + "}", "A number is too long"),
        ('{"afp_ng_per_ml": ' + "9" * 400 + "}", "is not a number from 0"),
        ('{"inr": 1, "inr": 2}', 'The name "inr" occurs twice'),
        ('{"previous_session": {"child_pugh_after": 5, "child_pugh_after": 6}}', "occurs twice"),
        ("[]", "One JSON object"),
        ('[{"inr": 1}]', "One JSON object"),
        ("3", "One JSON object"),
        ("", "The file is empty"),
        (" \n", "The file is empty"),
        ("{", "not valid JSON (line 1, column 2)"),
        ("[" * 200_000, "nested too deep"),
        ('{"name": "\\ud800"}', "not valid Unicode"),
        ('{"name": "a\\nb"}', "name: what it holds is not text"),
        ('{"name": "a\\u202eb"}', "name: what it holds is not text"),
        ('{"patient_id": ""}', "patient_id: what it holds is not text"),
        ('{"ecog": true}', "ecog: true is not a whole number"),
        ('{"age_years": true}', "age_years: true is not a number"),
        ('{"age_years": "61"}', 'age_years: "61" is not a number'),
        ('{"diffuse": 1}', "diffuse: 1 is not true or false"),
        ('{"ct_date": 1577836800}', "ct_date: 1577836800 is not a date"),
        ('{"ct_date": "20200102"}', "is not a date as YYYY-MM-DD"),
        ('{"ct_date": "2023-02-29"}', "is not a date as YYYY-MM-DD"),
        ('{"ct_date": "0204-03-01"}', "is not a date as YYYY-MM-DD"),
        ('{"previous_session": 3}', "previous_session: 3 is not an object"),
        ('{"vp": "Vp3"}', 'vp: "Vp3" is not one of none, vp1, vp2, vp3, vp4'),
        ('{"AFP_ng_per_ml": 3}', 'Did you mean "afp_ng_per_ml"?'),
        ('{"tumor_count": 3}', 'Did you mean "tumour_count"?'),
        ('{"ast_u_per_l": [1]}', "ast_u_per_l: a list is not a number"),
        ('{"forged\\nline": 1}', '"forged?line" is not a field'),
    ],
    ids=lambda text: text[:40],
)
def test_that_a_fault_of_a_json_file_is_said(tmp_path: Path, content: str, words: str) -> None:
    lines = faults(tmp_path, content)
    assert len(lines) == 1
    assert words in lines[0]


@pytest.mark.control("RISK-38-c")
def test_that_no_name_or_id_is_repeated_in_a_fault(tmp_path: Path) -> None:
    lines = faults(tmp_path, json.dumps({"name": ["Zhang Wei"], "patient_id": "P77" * 40, "inr": 99}))
    assert len(lines) == 3
    assert not any("Zhang" in line or "P77" in line for line in lines)


TWO_ROWS = "patient_id,age_years\n00123,61\n123,72\n00123x,3\n\n"


@pytest.mark.bad("BAD-075")
def test_that_a_row_is_chosen_by_its_id_as_text(tmp_path: Path) -> None:
    assert read(tmp_path, TWO_ROWS, "c.csv", "00123") == ClinicalRecord(patient_id="00123", age_years=61.0)
    assert read(tmp_path, TWO_ROWS, "c.csv", "123").age_years == 72


@pytest.mark.parametrize(
    ("content", "patient_id", "words"),
    [
        (TWO_ROWS, None, "The table has 3 rows"),
        (TWO_ROWS, "0123", "No row has this patient_id"),
        (TWO_ROWS + "123,73\n", "123", "2 rows have this patient_id"),
        ("age_years\n61\n", "123", "No row has this patient_id"),
        ("patient_id,age_years\n", None, "a header but no row"),
    ],
)
def test_that_another_number_of_rows_is_refused(
    tmp_path: Path, content: str, patient_id: str | None, words: str
) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read(tmp_path, content, "c.csv", patient_id)
    assert "0123" not in caught.value.what


def test_that_a_json_file_of_another_patient_is_refused(tmp_path: Path) -> None:
    assert read(tmp_path, '{"patient_id": "1"}', patient_id="1").patient_id == "1"
    with pytest.raises(InputError, match="another patient"):
        read(tmp_path, '{"patient_id": "1"}', patient_id="01")


@pytest.mark.bad("BAD-074")
@pytest.mark.control("RISK-07-d")
def test_that_decimal_commas_are_read_where_they_can_only_be_that(tmp_path: Path) -> None:
    """BAD-074."""
    row = read(tmp_path, "inr;afp_ng_per_ml;crp_mg_per_l;diffuse\n1,5;12345;0,25;TRUE\n", "c.csv")
    assert (row.inr, row.afp_ng_per_ml, row.crp_mg_per_l, row.diffuse) == (1.5, 12345, 0.25, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("inr,ecog\n1,5,2\n", "Row 1 has 3 cells, the header has 2"),
        ('inr,ecog\n"1,5",2\n', 'inr: "1,5" may be a number with decimals or with thousands'),
        ("afp_ng_per_ml;ecog\n1,500;2\n", "may be a number with decimals or with thousands"),
        ("afp_ng_per_ml;ecog\n1.500;2\n", "may be a number with decimals or with thousands"),
        ("afp_ng_per_ml,ecog\n1.5.0,2\n", 'afp_ng_per_ml: "1.5.0" is not a number'),
        ("afp_ng_per_ml,ecog\n>400,2\n", 'afp_ng_per_ml: ">400" is not a number'),
        ("afp_ng_per_ml,ecog\nnan,2\n", 'afp_ng_per_ml: "nan" is not a number'),
        ("afp_ng_per_ml,ecog\n1e400,2\n", "afp_ng_per_ml: "),
        ("afp_ng_per_ml,ecog\n1_000,2\n", "is not a number"),
        ("ecog\n1.5\n", 'ecog: "1.5" is not a whole number'),
        ("ecog\n٢\n", "ecog: "),
        ("diffuse\n1\n", 'diffuse: "1" is not true or false'),
        ("diffuse\nyes\n", 'diffuse: "yes" is not true or false'),
        ("sex\nNA\n", 'sex: "NA" is not one of male, female'),
        ("ct_date\n01/02/2020\n", 'ct_date: "01/02/2020" is not a date as YYYY-MM-DD'),
        ("ecog,ecog\n1,2\n", "ecog: two columns have this name"),
        ("ecog,tumor_count\n1,2\n", 'Did you mean "tumour_count"?'),
        ("ecog,\n1,2\n", '"" is not a field'),
        ("Zhang Wei,61\n", "No column has the name"),
        ('name,ecog\n"Zhang,1\n', "quotation marks do not match"),
        (b"PK\x03\x04aaaaaaaa", "not a text file"),
        (b"ecog\n1\x00\n", "not a text file"),
    ],
    ids=lambda text: str(text)[:40],
)
def test_that_a_fault_of_a_table_is_said(tmp_path: Path, content: str | bytes, words: str) -> None:
    lines = faults(tmp_path, content, "c.csv")
    assert len(lines) == 1
    assert words in lines[0]
    assert "Zhang" not in lines[0]


def test_that_every_fault_of_a_row_is_named_at_once(tmp_path: Path) -> None:
    lines = faults(tmp_path, "inr,ecog,sex,albumin_g_per_l,liver\n9x,1.5,m,3.8,1\n", "c.csv")
    assert [line.split(":")[0].split()[0] for line in lines] == ['"liver"', "inr", "ecog", "sex", "albumin_g_per_l"]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("张伟", "utf-8"),
        ("张伟", "utf-8-sig"),
        ("张伟", "gb18030"),
        ("张伟", "utf-16"),
        ("Müller", "utf-8"),
        ("Müller", "cp1252"),
        ("José Peña", "latin-1"),
    ],
)
@pytest.mark.bad("BAD-073")
def test_that_text_is_decoded_as_it_was_written(tmp_path: Path, name: str, encoding: str) -> None:
    """BAD-073."""
    assert read(tmp_path, f"name,ecog\n{name},1\n".encode(encoding), "c.csv") == ClinicalRecord(name=name, ecog=1)
    assert read(tmp_path, f'{{"name": "{name}"}}'.encode(encoding)).name == name


@pytest.mark.bad("BAD-073")
def test_that_an_encoding_that_cannot_be_told_is_refused(tmp_path: Path) -> None:
    # 朱镕基 in GBK: the middle character's second byte is an ASCII letter, as after an accented one in Latin-1.
    assert "encoding" in faults(tmp_path, "name,ecog\n朱镕基,1\n".encode("gbk"), "c.csv")[0]


def test_that_a_missing_file_and_a_folder_are_refused_in_words(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_clinical(path)


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
def test_that_any_bytes_are_either_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    for name in ("fuzz.json", "fuzz.csv"):
        with contextlib.suppress(InputError):
            assert isinstance(read(folder, content, name), ClinicalRecord)


@settings(max_examples=200, deadline=None)
@given(cells=st.lists(st.text(max_size=12), min_size=3, max_size=3))
def test_that_any_cells_are_either_read_or_refused(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    folder = tmp_path_factory.getbasetemp()
    content = ("patient_id;inr;ct_date\n" + ";".join(cells) + "\n").encode("utf-8", "replace")
    with contextlib.suppress(InputError):
        assert isinstance(read(folder, content, "cells.csv"), ClinicalRecord)


def test_that_the_shipped_schema_is_the_one_the_reader_uses() -> None:
    assert schema("clinical") == clinical_json_schema()


def test_that_the_schema_describes_every_field_and_agrees_with_the_reader() -> None:
    shipped = schema("clinical")
    assert tuple(shipped["properties"]) == CLINICAL_FIELDS
    session = shipped["$defs"]["PreviousSessionRow"]["properties"]
    assert tuple(session) == tuple(f.name for f in fields(PreviousSession))
    assert all(p.get("description") for p in [*shipped["properties"].values(), *session.values()])
    checker = jsonschema.Draft202012Validator(shipped)
    assert checker.is_valid(COMPLETE)
    assert not checker.is_valid({"albumin_g_per_l": 3.8})
    assert not checker.is_valid({"albumine": 38})


@pytest.mark.bad("BAD-078")
@pytest.mark.control("RISK-07-a")
def test_that_every_numeric_field_has_a_unit_or_is_a_count_or_grade() -> None:
    numeric = [f for f in field_names() if "number from" in expectation(f).text]
    properties = schema("clinical")["properties"] | schema("clinical")["$defs"]["PreviousSessionRow"]["properties"]
    without = {f for f in numeric if "a number" in expectation(f).text and "unit" not in properties[f.split(".")[-1]]}
    assert numeric
    assert without == set()


def test_that_the_record_holds_plain_values(tmp_path: Path) -> None:
    assert asdict(read(tmp_path, json.dumps(COMPLETE)))["previous_session"]["child_pugh_after"] == 6

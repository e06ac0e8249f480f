"""Cohort tables in CSV: what is read, what is refused and in which words, what is only remarked upon."""

from __future__ import annotations

import codecs
import contextlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hccdesk.cohort.cohort_columns import cohort_json_schema, column_names
from hccdesk.cohort.cohort_table import read_cohort_table
from hccdesk.cohort.table_faults import MOST_LISTED, TableFaults, spans
from hccdesk.cohort.table_header import checked_header
from hccdesk.domain.clinical_record import CLINICAL_FIELDS, PortalVeinInvasion, RadiologicalResponse
from hccdesk.domain.cohort import COVARIATES_GIVEN, CohortPatient, CohortTable, Ending, Endpoint, FollowUp
from hccdesk.domain.errors import InputError, InputFaults
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.problem import Severity
from hccdesk.resources import schema

HEADER = "patient_id,age_years,pfs_months,pfs_event"
PHANTOM = {"kind": "phantom", "title": "Made by formula"}


def table_of(folder: Path, text: str, about: dict[str, Any] | None = None, encoding: str = "utf-8") -> Path:
    path = folder / "cohort.csv"
    path.write_bytes(text.encode(encoding))
    if about is not None:
        (folder / "cohort.json").write_text(json.dumps(about), encoding="utf-8")
    return path


def read(folder: Path, text: str, about: dict[str, Any] | None = None, encoding: str = "utf-8") -> CohortTable:
    return read_cohort_table(table_of(folder, text, about, encoding))


def faults_of(folder: Path, text: str, about: dict[str, Any] | None = None) -> list[str]:
    path = table_of(folder, text, about)
    with pytest.raises(InputError) as refused:
        read_cohort_table(path)
    found = refused.value.faults if isinstance(refused.value, InputFaults) else (refused.value,)
    return [" ".join(part for part in (fault.what, fault.what_to_do) if part) for fault in found]


def one_patient(folder: Path, **cells: str) -> CohortPatient:
    cells = {"patient_id": "1", **cells}
    about = PHANTOM if "true_response_probability" in cells else None
    (patient,) = read(folder, ",".join(cells) + "\n" + ",".join(cells.values()) + "\n", about).patients
    return patient


def test_that_a_row_becomes_a_patient(tmp_path):
    for name in ("ct", "slide"):
        (tmp_path / name).mkdir()
    (tmp_path / "roi.nii").touch()
    patient = one_patient(
        tmp_path,
        patient_id="00123",
        vp="vp3",
        ct="ct",
        ct_series="1.2.3",
        ct_roi="roi.nii",
        ct_roi_label="2",
        slide="slide",
        mrecist="pr",
        pfs_months="12.5",
        pfs_event="1",
        ttp_months="3",
        ttp_event="2",
        vascular_invasion="1",
        child_pugh_points="6",
        centre="Ward 3",
        label_smoker="yes",
        true_response_probability="0.25",
    )
    assert (patient.patient_id, patient.record.patient_id) == ("00123", "00123")
    assert patient.record.vp is PortalVeinInvasion.VP3
    assert (patient.ct, patient.ct_series) == (tmp_path / "ct", "1.2.3")
    assert (patient.ct_roi, patient.ct_roi_label) == (tmp_path / "roi.nii", "2")
    assert (patient.slide, patient.slide_roi) == (tmp_path / "slide", None)
    assert (patient.mrecist, patient.responded) == (RadiologicalResponse.PR, True)
    assert patient.follow_up == {
        Endpoint.PFS: FollowUp(12.5, Ending.EVENT),
        Endpoint.TTP: FollowUp(3.0, Ending.COMPETING),
    }
    assert patient.given == {"vascular_invasion": 1.0, "child_pugh_points": 6.0}
    assert patient.labels == {"centre": "Ward 3", "label_smoker": "yes"}
    assert patient.true_response_probability == 0.25


def test_that_empty_cells_are_unknown(tmp_path):
    table = read(tmp_path, f"{HEADER}\n1,61,,\n2,,3,0\n")
    assert [p.record.age_years for p in table.patients] == [61.0, None]
    assert [dict(p.follow_up) for p in table.patients] == [{}, {Endpoint.PFS: FollowUp(3.0, Ending.CENSORED)}]
    assert table.kind is CohortKind.SITE
    assert table.title == "cohort"


def test_that_every_covariate_that_may_be_given_has_its_column():
    assert set(COVARIATES_GIVEN) <= set(column_names())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.bad("BAD-073")
def test_that_the_encodings_of_hospitals_are_read(tmp_path, encoding):
    table = read(tmp_path, "patient_id,centre\n001,广州中山\n", encoding=encoding)
    assert table.patients[0].labels == {"centre": "广州中山"}


@pytest.mark.bad("BAD-073")
def test_that_western_letters_of_old_programs_are_read(tmp_path):
    assert read(tmp_path, "patient_id,centre\n1,Höpital\n", encoding="cp1252").patients[0].labels["centre"] == "Höpital"


@pytest.mark.parametrize(("separator", "number"), [(";", "12,5"), (";", "12.5"), ("\t", "12,5"), (",", "12.5")])
@pytest.mark.bad("BAD-074")
def test_that_the_decimal_sign_follows_the_separator(tmp_path, separator, number):
    rows = ["patient_id,pfs_months,pfs_event", f"1{separator}{number}{separator}1"]
    text = "\n".join([rows[0].replace(",", separator), rows[1]])
    assert read(tmp_path, text).patients[0].follow_up[Endpoint.PFS].months == 12.5


@pytest.mark.bad("BAD-074")
def test_that_a_number_with_three_decimals_after_a_comma_is_not_guessed(tmp_path):
    (fault,) = faults_of(tmp_path, "patient_id;afp_ng_per_ml\n1;1,500\n")
    assert fault.startswith('Row 2: afp_ng_per_ml: "1,500" may be a number with decimals or with thousands.')


@pytest.mark.bad("BAD-076", "BAD-082")
@pytest.mark.control("RISK-54-a")
def test_that_all_faults_of_the_table_come_at_once_with_row_and_column(tmp_path):
    found = faults_of(
        tmp_path,
        "patient_id;age_years;os_days;pfs_months;pfs_event;treatment_date;ct\n"
        "ANNA;300;5;-1;1;01/02/2020;../x\n"
        "BERT;61;5;1;yes;2020-02-01;\n"
        "BERT;61;5;;1;;nowhere\n"
        ";61;5;1;2;;\n",
    )
    assert found == [
        '"os_days" does not say its unit; name the unit: "os_months". Divide days by 30.4375.',
        "Rows 3–4: they have the same patient_id. One patient is one row: keep one of them.",
        "Row 2: age_years: 300.0 is not a number from 0 to 120 years.",
        'Row 2: treatment_date: "01/02/2020" is not a date as YYYY-MM-DD. '
        "Day and month could be exchanged: write the year first, 2020-02-01 for the first of February.",
        "Row 2: pfs_months: -1.0 is not a number from 0 to 600 months.",
        "Row 2: ct: the path leaves the table's folder. "
        "Keep the images in folders beside the table, and write relative paths.",
        'Row 3: pfs_event: "yes" is not 0 (censored) or 1 (event).',
        "Row 4: pfs_event is given without pfs_months. "
        "A time needs its event (0 censored, 1 event), and an event its time.",
        "Row 4: ct: there is no such file or folder. Check the spelling, large and small letters too.",
        "Row 5: pfs_event: 2 is not 0 (censored) or 1 (event).",
        "Row 5: patient_id is missing. One row is one patient: fill it in, or delete what stands in this row.",
    ]


@pytest.mark.control("RISK-38-c")
def test_that_no_fault_repeats_an_identifier_or_a_path(tmp_path):
    found = faults_of(
        tmp_path,
        "patient_id,name,age_years,ct,slide,label_a\n"
        f"SECRET,SECRET\x07,300,SECRET/ct,SECRET/s,{'SECRET' * 50}\nSECRET,,x,../SECRET,,\n",
    )
    assert len(found) == 8
    assert not any("SECRET" in fault for fault in found)


def test_that_the_same_fault_in_many_rows_is_said_once(tmp_path):
    rows = "".join(f"{i},61,1,{3 if i != 4 else 1}\n" for i in range(2, 10))
    assert faults_of(tmp_path, f"{HEADER}\n{rows}") == ["Rows 2–3, 5–9: pfs_event: 3 is not 0 (censored) or 1 (event)."]


def test_that_a_fault_in_very_many_rows_says_in_how_many(tmp_path):
    rows = "".join(f"{i},{61 if i % 2 else 300},,\n" for i in range(100))
    (fault,) = faults_of(tmp_path, f"{HEADER}\n{rows}")
    assert fault.startswith("Rows 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, … (50 in all): age_years: 300.0 is not")


def test_that_thousands_of_different_faults_end_in_a_number(tmp_path):
    columns = ",".join(f"unknown{i}" for i in range(MOST_LISTED + 5))
    found = faults_of(tmp_path, f"patient_id,{columns}\n1{',' * (MOST_LISTED + 5)}\n")
    assert (len(found), found[-1]) == (MOST_LISTED + 1, "… and 5 more faults.")


def test_that_row_numbers_are_those_of_the_spreadsheet(tmp_path):
    assert faults_of(tmp_path, f"{HEADER}\n\n\n1,61,,\n\n2,300,,\n")[0].startswith("Row 6: age_years")


def test_that_rows_in_short_are_stretches():
    assert spans([5, 2, 3, 4, 9, 11, 12]) == "2–5, 9, 11–12"
    assert spans(list(range(1, 100, 2))).endswith("21, 23, …")


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("afp", 'name the unit: "afp_ng_per_ml". The values must be in ng/mL.'),
        ("AFP", 'name the unit: "afp_ng_per_ml"'),
        ("afp_ug_l", 'name the unit: "afp_ng_per_ml"'),
        ("bilirubin", 'name the unit: "bilirubin_umol_per_l". The values must be in µmol/L.'),
        ("bilirubin_mg_dl", 'name the unit: "bilirubin_umol_per_l"'),
        ("pfs", 'name the unit: "pfs_months". The values must be in months.'),
        ("os_days", 'name the unit: "os_months". Divide days by 30.4375.'),
        ("tumor_size", 'name the unit: "largest_tumour_diameter_mm". The values must be in mm.'),
        ("largest_tumour_diameter_cm", 'name the unit: "largest_tumour_diameter_mm"'),
        ("PatientID", 'Did you mean "patient_id"?'),
        ("mRECIST", 'Did you mean "mrecist"?'),
        ("pfs_evnt", 'Did you mean "pfs_event"?'),
        ("center", 'Did you mean "centre"?'),
        ("Smoker (yes/no)", 'keep it as free text in "label_smoker_yes_no".'),
        ("label_Smoker", '"label_Smoker" is not a name for a label. Small letters a to z'),
        ("previous_session.child_pugh", 'Did you mean "previous_session.child_pugh_'),
    ],
)
def test_that_a_column_without_unit_or_unknown_is_told_its_name(tmp_path, column, said):
    (fault,) = faults_of(tmp_path, f"patient_id,{column}\n1,5\n")
    assert said in fault


def test_that_a_column_twice_and_columns_without_a_name_are_refused(tmp_path):
    found = faults_of(tmp_path, "patient_id,inr,inr,,centre\n1,1,1,x,a\n")
    assert found == [
        "inr: two columns have this name.",
        "Columns without a name: 4. Name them, or delete them.",
    ]


def test_that_empty_columns_at_the_end_do_no_harm(tmp_path):
    assert len(read(tmp_path, f"{HEADER},,\n1,61,,,,\n2,50,,,,\n").patients) == 2


def test_that_a_table_needs_the_identifier(tmp_path):
    assert 'The column "patient_id" is missing.' in faults_of(tmp_path, "age_years\n61\n")[0]


def test_that_a_row_with_too_many_cells_is_named_and_the_others_are_still_checked(tmp_path):
    found = faults_of(tmp_path, "patient_id,age_years\n1,6,1\n2,300\n")
    assert [fault[:30] for fault in found] == ["Row 2: it has 3 cells, the hea", "Row 3: age_years: 300.0 is not"]


def test_that_a_header_alone_is_no_cohort(tmp_path):
    assert faults_of(tmp_path, f"{HEADER}\n") == ["The table has a header but no row."]


@pytest.mark.parametrize("path", ["/etc/passwd", "C:\\x", "..", "ct/../../x", "\\\\server\\x", "~/x"])
@pytest.mark.control("RISK-40-b")
def test_that_paths_stay_in_the_tables_folder(tmp_path, path):
    (tmp_path / "ct").mkdir()
    assert "ct: " in faults_of(tmp_path, f"patient_id,ct\n1,{path}\n")[0]


@pytest.mark.control("RISK-40-b")
def test_that_a_link_out_of_the_folder_is_refused(tmp_path):
    folder, elsewhere = tmp_path / "cohort", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (folder / "ct").symlink_to(elsewhere)
    assert "leaves the table's folder" in faults_of(folder, "patient_id,ct\n1,ct\n")[0]


def test_that_a_path_of_windows_is_found(tmp_path):
    (tmp_path / "ct" / "a").mkdir(parents=True)
    assert one_patient(tmp_path, ct="ct\\a").ct == tmp_path / "ct" / "a"


@pytest.mark.parametrize(
    ("column", "missing"), [("ct_roi", "ct"), ("slide_roi", "slide"), ("ct_series", "ct"), ("ct_roi_label", "ct_roi")]
)
def test_that_a_region_without_its_image_is_refused(tmp_path, column, missing):
    (tmp_path / "x").touch()
    found = faults_of(tmp_path, f"patient_id,{column}\n1,x\n")
    assert found[0].startswith(f"Row 2: {column} is given without {missing}.")


def test_that_two_patients_cannot_share_an_image(tmp_path):
    (tmp_path / "ct").mkdir()
    assert faults_of(tmp_path, "patient_id,ct\n1,ct\n2,ct\n") == [
        "Rows 2–3: ct names the same file. Two patients cannot share an image; give each their own."
    ]
    assert len(read(tmp_path, "patient_id,ct,ct_series\n1,ct,1.2\n2,ct,1.3\n").patients) == 2


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"vp": "vp2", "vascular_invasion": "0"}, "vascular_invasion is 0, but 1 follows from vp,"),
        ({"hepatic_vein_invasion": "true", "vascular_invasion": "0"}, "vascular_invasion is 0"),
        ({"vp": "none", "portal_vein_invasion": "1"}, "portal_vein_invasion is 1, but 0 follows from vp."),
        ({"tumour_count": "1", "multinodular": "1"}, "multinodular is 1, but 0 follows from tumour_count."),
        (
            {"child_pugh_points": "7", "child_pugh_b_or_c": "0"},
            "child_pugh_b_or_c is 0, but 1 follows from child_pugh_points.",
        ),
    ],
)
def test_that_a_fact_said_twice_must_be_the_same(tmp_path, cells, said):
    text = ",".join(["patient_id", *cells]) + "\n" + ",".join(["1", *cells.values()]) + "\n"
    assert said in faults_of(tmp_path, text)[0]


def test_that_what_is_not_fully_known_contradicts_nothing(tmp_path):
    assert one_patient(tmp_path, vp="none", vascular_invasion="1").given == {"vascular_invasion": 1.0}


def test_that_a_true_probability_is_for_phantoms(tmp_path):
    text = "patient_id,true_response_probability\n1,0.4\n2,0.5\n"
    assert faults_of(tmp_path, text)[0].startswith("Rows 2–3: true_response_probability is known of phantoms only.")
    table = read(tmp_path, text, PHANTOM)
    assert (table.kind, table.title) == (CohortKind.PHANTOM, "Made by formula")


def test_that_public_data_name_their_source(tmp_path):
    found = faults_of(tmp_path, f"{HEADER}\n1,61,,\n", {"kind": "public", "title": "x"})
    assert found == ["Public data need their citation and licence. Add both: reports print them."]
    table = read(tmp_path, f"{HEADER}\n1,61,,\n", {"kind": "public", "citation": "c", "licence": "l", "notes": ["n"]})
    assert (table.citation, table.licence, table.notes) == ("c", "l", ("n",))


@pytest.mark.parametrize("about", [{"kind": "real"}, {"knd": "site"}, {"title": 5}])
def test_that_what_describes_no_cohort_is_refused(tmp_path, about):
    assert faults_of(tmp_path, f"{HEADER}\n1,61,,\n", about)[0].startswith("This does not describe a cohort:")


def test_that_a_table_that_is_no_table_is_refused(tmp_path):
    for content in (b"", b"\x00\x01\x02", b"nothing,here\n1,2\n", codecs.BOM_UTF8):
        (tmp_path / "cohort.csv").write_bytes(content)
        with pytest.raises(InputError):
            read_cohort_table(tmp_path / "cohort.csv")
    with pytest.raises(InputError, match="cannot be read"):
        read_cohort_table(tmp_path / "absent.csv")


@pytest.mark.bad("BAD-075")
def test_that_an_identifier_shortened_by_a_spreadsheet_is_refused(tmp_path):
    assert "power of ten" in faults_of(tmp_path, "patient_id,inr\n1.23E+11,1\n")[0]


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("patient_id,os_months,os_event\n1,400,1\n2,300,0\n", "os_months", "the median is 350 months"),
        ("patient_id,os_months,os_event\n1,4,0\n2,3,0\n", "os_event", "no patient had the event"),
        ("patient_id,ttp_months,ttp_event\n1,4,2\n2,3,0\n", "ttp_event", "no patient had the event"),
        ("patient_id,inr,crp_mg_per_l\n1,,\n2,,\n", "inr, crp_mg_per_l", "empty columns"),
        ("patient_id,inr\n1,2\n2,2\n", "inr", "every patient has the same value"),
        ("patient_id,inr\n007,1\n7,2\n", "patient_id", "differ only by leading zeros"),
        ("patient_id,inr\na7,1\nA7,2\n", "patient_id", "differ only by leading zeros"),
        ("patient_id,inr\nA-7,1\nA 7,2\n", "patient_id", "signs between figures in rows 2–3"),
        ("patient_id,inr\n００7,1\n7,2\n", "patient_id", "in rows 2–3"),
        ("patient_id,name\n1,A\n2,B\n", "name", "the table holds patients' names"),
        (
            "patient_id,pfs_months,pfs_event,os_months,os_event\n1,9,1,5,1\n2,1,1,2,0\n",
            "pfs_months",
            "longer than overall survival in rows 2",
        ),
    ],
)
def test_that_what_looks_wrong_is_remarked_upon(tmp_path, text, where, said):
    (problem,) = read(tmp_path, text).problems
    assert problem.where == where
    assert said in problem.what.text
    assert problem.severity in (Severity.WARNING, Severity.NOTE)


def test_that_an_unremarkable_table_has_no_remarks(tmp_path):
    assert read(tmp_path, f"{HEADER}\n1,61,12,1\n2,50,9,0\n").problems == ()


def test_that_the_sha256_is_the_files(tmp_path):
    # printf 'patient_id,inr\n1,2\n' | sha256sum
    sha256 = "084a43fba4f80b0cd50335803776ad383415c6697a6401fa9ad5d908ce894dd9"
    assert read(tmp_path, "patient_id,inr\n1,2\n").sha256 == sha256


def test_that_the_shipped_schema_is_the_one_the_reader_uses():
    assert schema("cohort") == cohort_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema("cohort"))
    assert set(CLINICAL_FIELDS) <= set(schema("cohort")["properties"])
    assert all(rule.get("description") for rule in schema("cohort")["properties"].values())


CELLS = st.fixed_dictionaries(
    {"patient_id": st.sampled_from(["1", "00123", "x" * 70, "张"])},
    optional={
        "age_years": st.sampled_from(["61", "61.5", "-1", "130", "x"]),
        "sex": st.sampled_from(["male", "M"]),
        "cirrhosis": st.sampled_from(["true", "1", "FALSE"]),
        "mrecist": st.sampled_from(["cr", "ne"]),
        "pfs_months": st.sampled_from(["0", "12.25", "-0.5", "601"]),
        "pfs_event": st.sampled_from(["0", "1", "2"]),
        "ttp_months": st.sampled_from(["3"]),
        "ttp_event": st.sampled_from(["2", "3"]),
        "multinodular": st.sampled_from(["0", "2"]),
        "child_pugh_points": st.sampled_from(["5", "4", "6.5"]),
        "ct_date": st.sampled_from(["2020-02-29", "2021-02-29", "1/2/2020"]),
        "label_x": st.sampled_from(["a", "b" * 201]),
        "previous_session.child_pugh_before": st.sampled_from(["5", "16"]),
        "slide_roi": st.just("here.csv"),
        "slide": st.just("."),
        "afp": st.just("5"),
    },
)


def as_json(cells: dict[str, str]) -> dict[str, Any]:
    """The cells by what they look like, as another program would write them for the schema."""
    row: dict[str, Any] = {}
    for column, text in cells.items():
        value: Any = text
        if column not in ("patient_id", "label_x"):
            with contextlib.suppress(ValueError):
                value = json.loads(text.lower())
        outer, _, inner = column.partition(".")
        row |= {outer: {inner: value}} if inner else {outer: value}
    return row


@settings(max_examples=300, deadline=None)
@given(cells=CELLS)
def test_that_reader_and_schema_refuse_the_same_rows(tmp_path_factory, cells):
    folder = tmp_path_factory.getbasetemp()
    validator = jsonschema.Draft202012Validator(schema("cohort"), format_checker=jsonschema.FormatChecker())
    table = table_of(folder, ",".join(cells) + "\n" + ",".join(cells.values()) + "\n")
    (folder / "here.csv").touch()
    try:
        read_cohort_table(table)
        accepted = True
    except InputError:
        accepted = False
    assert accepted == validator.is_valid(as_json(cells))


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="patient_id,;\t\n\"'01./-é中", max_size=80))
def test_that_any_text_is_read_or_refused(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text(text, encoding="utf-8", newline="")
    with contextlib.suppress(InputError):
        assert isinstance(read_cohort_table(path), CohortTable)


def test_that_columns_that_cannot_be_used_are_left_out_of_the_header(tmp_path):
    faults = TableFaults(tmp_path)
    assert checked_header(["patient_id ", "foo", "inr", "inr", ""], faults) == ("patient_id", "", "", "")

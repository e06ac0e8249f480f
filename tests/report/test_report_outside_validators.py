"""The PDF before programs of others: Apache PDFBox's preflight for the archive, qpdf for the syntax.

Debian: `apt install default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java qpdf`. Preflight knows
PDF/A-1b, which forbids all that 2b does and more; the file is given to it with the part of the standard changed to 1.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from report_builder import a_result
from statistics_builder import a_description, a_validation

from hccdesk.domain.report_options import Paper
from hccdesk.report.cohort_report import outline as cohort_outline
from hccdesk.report.fonts import font_set
from hccdesk.report.outline import outline
from hccdesk.report.pdf import pdf_bytes
from hccdesk.report.validation_report import outline as validation_outline

JARS = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in ("preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "commons-io", "javax.activation",
                 "jaxb-api")
]  # fmt: skip
needs_preflight = pytest.mark.skipif(
    shutil.which("java") is None or not all(jar.exists() for jar in JARS), reason="no PDFBox preflight here"
)
needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="no qpdf here")
needs_cjk = pytest.mark.skipif(len(font_set().regular) < 2, reason="no Chinese TrueType font here")

DOCUMENTS = {
    "case, English, A4": lambda: pdf_bytes(outline(a_result(), "en", patient_page=True)),
    "case, Chinese, Letter": lambda: pdf_bytes(outline(a_result(), "zh", patient_page=True), Paper.LETTER),
    "cohort": lambda: pdf_bytes(cohort_outline(a_description(), "en")),
    "validation": lambda: pdf_bytes(validation_outline(a_validation(), "en")),
}
EACH = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=needs_cjk) if "Chinese" in name else name for name in DOCUMENTS]
)


def preflight(path: Path) -> str:
    call = ["java", "-cp", ":".join(map(str, JARS)), "org.apache.pdfbox.preflight.Validator_A1b", str(path)]
    return subprocess.run(call, capture_output=True, text=True, check=False, timeout=120).stdout


@EACH
@needs_preflight
def test_that_preflight_finds_nothing(name: str, tmp_path: Path) -> None:
    content = DOCUMENTS[name]()
    assert content.count(b"<pdfaid:part>2</pdfaid:part>") == 1
    path = tmp_path / "report.pdf"
    path.write_bytes(content.replace(b"<pdfaid:part>2<", b"<pdfaid:part>1<"))
    found = [line for line in preflight(path).splitlines() if line.strip()]
    assert any("PDF/A-1b file" in line for line in found)
    # Bands that overlap are transparent, which the second part of the standard allows and the first does not.
    assert [line for line in found if "PDF/A-1b file" not in line and "Transparency error, ca entry" not in line] == []
    assert name == "cohort" or "is a valid PDF/A-1b file" in found[0]


@needs_preflight
def test_that_preflight_would_have_found_something(tmp_path: Path) -> None:
    content = DOCUMENTS["case, English, A4"]().replace(b"<pdfaid:part>2<", b"<pdfaid:part>1<")
    path = tmp_path / "report.pdf"
    path.write_bytes(content.replace(b"/GTS_PDFA1", b"/GTS_OTHER"))
    assert "is a valid PDF/A-1b file" not in preflight(path)


@EACH
@needs_qpdf
def test_that_qpdf_finds_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(DOCUMENTS[name]())
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr

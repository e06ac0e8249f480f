"""The contrast phase as series are really named."""

import pytest

from hccdesk.ct.contrast_phase import contrast_phase
from hccdesk.domain.ct import ContrastPhase

N, A, P, D, U = (
    *(ContrastPhase.NATIVE, ContrastPhase.ARTERIAL, ContrastPhase.PORTAL_VENOUS, ContrastPhase.DELAYED),
    ContrastPhase.UNKNOWN,
)


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("Abdomen portal venous 2.5mm", P),
        ("ABD_PV_5mm", P),
        ("Abdomen portalvenös 3.0 Br38", P),
        ("Leber venös", P),
        ("上腹部增强 门静脉期", P),
        ("门脉期", P),
        ("LATE ARTERIAL", A),
        ("Oberbauch art. 1.0", A),
        ("Abdomen arteriell", A),
        ("动脉期 1.25mm", A),
        ("Delayed 5 min", D),
        ("Leber Spätphase", D),
        ("延迟期", D),
        ("平衡期", D),
        ("PRE LIVER", N),
        ("Abdomen nativ 5.0", N),
        ("NON-CONTRAST", N),
        ("CT W/O CONTRAST", N),
        ("平扫", N),
        ("CT Body 3.0", U),
        ("Recon 3: LIVER 2 PHASE (C/A/P)", U),
        ("arterial + portal venous", U),
        ("3 PHASE LIVER (ABD)", U),
        ("Article 7", U),
        ("", U),
    ],
)
@pytest.mark.control("RISK-08-b")
def test_that_a_series_name_tells_its_phase_or_nothing(text: str, phase: ContrastPhase) -> None:
    assert contrast_phase([text]) is phase


def test_that_the_protocol_is_asked_where_the_description_is_silent() -> None:
    assert contrast_phase(["Abd 2.5", "Leber_arteriell"]) is A


def test_that_the_description_goes_before_the_protocol() -> None:
    assert contrast_phase(["venous", "Liver arterial"]) is P

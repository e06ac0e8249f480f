"""What the summary of a check says in words, on paper and on the terminal alike."""

from __future__ import annotations

from hccdesk.domain.selftest import CheckState, SelftestReport, SelftestSection
from hccdesk.report.voice import Voice, value

STATE_WORDS = {
    CheckState.PASSED: "passed",
    CheckState.FAILED: "failed",
    CheckState.NOT_APPLICABLE: "not applicable",
}
MARKS = {CheckState.PASSED: "●", CheckState.FAILED: "▲", CheckState.NOT_APPLICABLE: "○"}


def state_words(state: CheckState, voice: Voice) -> str:
    """Shape and word of a state."""
    return f"{MARKS[state]} {voice.say(STATE_WORDS[state])}"


def verdict(report: SelftestReport, voice: Voice) -> str:
    """The one line that is read first."""
    failed = report.count(CheckState.FAILED)
    if failed:
        said = voice.say(
            "FAILED: {n} of {all} checks. Do not use this installation for patients until it is mended.",
            n=failed,
            all=sum(report.count(state) for state in CheckState),
        )
        return f"{said} {voice.say('The reference case was left out.')}" if report.quick else said
    if report.quick:
        return voice.say("All checks passed; the reference case was left out.")
    return voice.say("All checks passed: this installation computes what it should.")


def counts(report: SelftestReport, voice: Voice) -> str:
    """How many checks went how."""
    return voice.say(
        "{passed} passed, {failed} failed, {other} not applicable",
        passed=report.count(CheckState.PASSED),
        failed=report.count(CheckState.FAILED),
        other=report.count(CheckState.NOT_APPLICABLE),
    )


def section_counts(section: SelftestSection, voice: Voice) -> str:
    """The same of one section; what did not happen is not counted."""
    said = []
    for state in CheckState:
        n = sum(check.state is state for check in section.checks)
        said += [f"{n} {voice.say(STATE_WORDS[state])}"] if n else []
    return ", ".join(said)


def when(report: SelftestReport, voice: Voice) -> str:
    """Date and how long it took."""
    at = f"{report.at:%Y-%m-%d %H:%M} UTC"
    return voice.say("{at}, in {seconds:.0f} s", at=at, seconds=report.seconds)


def machine_rows(report: SelftestReport, voice: Voice) -> tuple[tuple[str, str], ...]:
    """What was checked and on what machine; neither the computer nor anybody is named."""
    machine = report.machine
    memory = voice.say("unknown") if machine.memory_mib is None else f"{machine.memory_mib / 1024:.1f} GiB"
    return (
        (voice.say("Program"), f"hccdesk {value(report.software_version)} ({voice.tell(machine.installed_as)})"),
        (voice.say("Date"), when(report, voice)),
        (voice.say("System"), value(machine.system)),
        (voice.say("Processor"), voice.say("{name}, {n} cores", name=machine.processor, n=machine.cores)),
        (voice.say("Memory"), memory),
        (voice.say("Devices"), "; ".join(value(device) for device in machine.devices)),
        ("Python", value(machine.python)),
        (voice.say("Libraries"), ", ".join(f"{name} {version}" for name, version in machine.libraries)),
    )

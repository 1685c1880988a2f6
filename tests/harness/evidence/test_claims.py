"""A claim fails with its sentence, or holds; whatever else becomes of it is an error of the control."""

from __future__ import annotations

import pytest

from gauge.verdict import Inconclusive
from harness.evidence.claims import ClaimError, step_text, told_by


def fails_with(message: str) -> str | None:
    def execute(_step: str) -> None:
        raise AssertionError(message)

    return told_by(execute, "Then a step is quick")


def test_a_failed_claim_gives_its_sentence() -> None:
    assert told_by(lambda _step: True, "Then a step is quick") is None
    told = fails_with(
        "FAILED SUB-STEP: Then a step is quick\nSubstep info: ASSERT FAILED: Median step 61 ms.\n\n"
        "Traceback (of failed substep):\n  File …"
    )
    assert told == "Median step 61 ms."


@pytest.mark.parametrize(
    ("became", "info", "kind"),
    [
        ("ERROR", "Substep info: ERROR: Inconclusive: Too few.", Inconclusive),
        ("ERROR", "Substep info: ERROR: KeyError: 7", ClaimError),
        ("UNDEFINED", "", ClaimError),
    ],
)
def test_a_claim_that_is_undecided_or_unknown_is_no_detection(
    became: str, info: str, kind: type[Exception]
) -> None:
    said = "Too few." if kind is Inconclusive else f"{became} SUB-STEP: Then a step is quick"
    with pytest.raises(kind, match=said):
        fails_with(f"{became} SUB-STEP: Then a step is quick\n{info}\n")


def test_a_claim_is_written_with_its_table() -> None:
    text = step_text("memory grows by at most", ["memory", "per game"], [["of the page", "20 KiB"]])
    assert text == "Then memory grows by at most\n  | memory | per game |\n  | of the page | 20 KiB |"

"""One scenario in the report's words: its verdict, its sentence, its number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gauge.verdict import Measure, Outcome, Verdict
from reporting.results import AllureResult
from reporting.wording import (
    MARKS,
    MEANINGS,
    WORST_FIRST,
    brief_of,
    duration,
    measure_of,
    measured,
    noticed,
    requirement_of,
    sentence_of,
    word_for,
    worst,
)
from tests.reporting.made_up import STATUS, judged, step

GROWTH = Measure(
    "page heap",
    3072.0,
    "B",
    20480.0,
    lower=1024.0,
    upper=4096.0,
    detectable=23552.0,
    samples="10 games",
    per="per game",
)
SHARE = Measure("frames on time", 97.996, "%", 98.0, "at least", samples="3,000 frames", detectable=97.5)


@pytest.mark.parametrize("word", STATUS)
def test_each_status_has_its_word_and_each_word_its_shape(word: str) -> None:
    assert word_for(judged("VALID-03a", word, step(1.0))) == word
    assert set(MARKS) == set(MEANINGS) == set(WORST_FIRST) == set(STATUS)
    assert len(set(MARKS.values())) == len(MARKS)


def test_the_worst_word_decides_and_none_is_not_asked() -> None:
    assert worst(["passed", "inconclusive", "not asked"]) == "inconclusive"
    assert worst(["failed", "broken"]) == "failed"
    assert worst(["not asked", "passed"]) == "passed"
    assert worst([]) == "not asked"


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        (judged("V-1", "failed", sentence="Too slow."), "Too slow."),
        (judged("V-1", "inconclusive", sentence="Only 4 of 10 samples."), "Only 4 of 10 samples."),
        (judged("V-1", "broken"), "The port 5702 is taken."),
        (judged("V-1", "passed"), ""),
        (
            judged("V-1", "passed", step(0.92, line="player 2")),
            "Median step (player 2): 0.92 ms (limit: under 50 ms; 10 samples).",
        ),
        (judged("V-1", "failed", step(50.0)), "Median step: 50 ms (limit: under 50 ms; 10 samples)."),
        (judged("V-1", "failed", step(3.0), sentence="A page failed."), "A page failed."),
        (
            judged("V-1", "inconclusive", replace(GROWTH, upper=30720.0)),
            "Growth of page heap: 3 KiB per game (limit: at most 20 KiB; 95 % interval 1 KiB to 30 KiB;"
            " 10 games).",
        ),
    ],
)
def test_a_number_is_the_sentence_where_it_explains_the_verdict(shown: AllureResult, sentence: str) -> None:
    assert brief_of(shown) == sentence


def test_a_short_reason_is_followed_by_what_comes_next() -> None:
    long = "0 of 10 games ran to the end. The first player could not press Start. A third sentence."
    assert brief_of(judged("V-1", "failed", sentence=long)) == (
        "0 of 10 games ran to the end. The first player could not press Start."
    )


def test_nothing_is_cut() -> None:
    long = f"{'word ' * 500}end."
    assert sentence_of(judged("V-1", "failed", sentence=long)) == long
    assert brief_of(judged("V-1", "failed", sentence=long)) == long


def test_of_what_passed_the_number_nearest_its_limit_is_shown() -> None:
    nearest = step(40.0, line="player 2")
    assert measure_of(judged("V-1", "passed", step(4.0), nearest, GROWTH, step(90.0, None))) == nearest


def test_of_what_failed_the_first_number_is_shown() -> None:
    passed = Verdict("V-1", Outcome.PASSED, "Fine.", measures=(step(49.0),))
    failed = judged("V-1", "failed", step(60.0), step(70.0))
    shown = replace(failed, verdicts=(passed, *failed.verdicts))
    assert measure_of(shown) == step(60.0)


def test_a_share_that_misses_its_limit_does_not_read_like_it() -> None:
    assert measured(SHARE) == "Frames on time: 97.996 % (limit: at least 98 %; 3,000 frames)."


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (GROWTH, "23 KiB or more"),
        (SHARE, "97.50 % or less"),
        (Measure("canvases", 0, "count", 0, detectable=1), "any"),
        (step(1.0), "any breach"),
        (Measure("x", 1, "ms", 2), ""),
    ],
)
def test_what_would_have_been_noticed(measure: Measure, text: str) -> None:
    assert noticed(measure) == text


def test_a_general_tag_gives_way_to_the_one_it_begins() -> None:
    found = judged("VALID-03b", "passed")
    labels = [{"name": "tag", "value": tag} for tag in ("VALID-03", "VALID-03b", "critical")]
    assert requirement_of(replace(found, data={**found.data, "labels": labels})) == "VALID-03b"


def test_durations_read_like_durations() -> None:
    assert (duration(9.96), duration(192.4)) == ("10.0 s", "3 min 12 s")

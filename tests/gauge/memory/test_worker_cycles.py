"""Python started and ended over and over: flat passes, growth fails, noise cannot tell."""

from gauge.memory.layers import KIB, MIB
from gauge.memory.worker_cycles import judge_cycles
from gauge.verdict import Outcome

FLAT = [2 * MIB] * 20


def growing(by):
    return [2 * MIB + by * number for number in range(20)]


def test_flat_passes_and_growth_in_either_fails():
    assert judge_cycles(FLAT, FLAT, 20 * KIB, 2 * MIB).passed
    assert judge_cycles(growing(21 * KIB), FLAT, 20 * KIB, 2 * MIB).outcome is Outcome.FAILED
    verdict = judge_cycles(FLAT, growing(58 * MIB), 20 * KIB, 2 * MIB)
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence.startswith("The window's process: +58 MiB each time")


def test_few_or_noisy_readings_cannot_tell():
    noisy = [2 * MIB + number * number * 7 % 11 * MIB for number in range(20)]
    assert judge_cycles(noisy, FLAT, 20 * KIB, 2 * MIB).outcome is Outcome.INCONCLUSIVE
    assert judge_cycles(FLAT[:4], FLAT, 20 * KIB, 2 * MIB).outcome is Outcome.INCONCLUSIVE
    assert judge_cycles([], [], 20 * KIB, 2 * MIB).outcome is Outcome.INCONCLUSIVE

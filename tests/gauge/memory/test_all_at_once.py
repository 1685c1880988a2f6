"""Who stops at the first question that fails reads the answers to the others in its sentence."""

from __future__ import annotations

from gauge.flow.games import judge_complete
from gauge.memory.budgets import EXACT_LAYERS, budgets_in
from gauge.memory.causes import Explanation
from gauge.memory.layers import LedgerRules
from gauge.memory.memory_file import MemoryRun, MemoryVerdicts, judge_memory
from gauge.verdict import Outcome
from tests.gauge.memory.memory_samples import BUDGETS, KIB, MIB, run

RULES = LedgerRules(budgets=BUDGETS)


class Rows(list[tuple[str, ...]]):
    """A table of a feature."""

    def __init__(self, headings: tuple[str, ...], *rows: tuple[str, ...]) -> None:
        super().__init__(rows)
        self.headings = headings


def judged(games: int = 10, stopped: str | None = None, **leaks: float) -> MemoryVerdicts:
    return judge_memory(MemoryRun(run(games=games, leaks=leaks), RULES, stopped=stopped))


def test_a_worker_that_stays_hides_no_connection_that_leaks() -> None:
    found = judged(workers=1, peer_connections=1, page_heap=200 * KIB, renderer_process=2 * MIB)
    verdict = found.verdict("VALID-04b", ("workers",))
    assert verdict.sentence.startswith("Python workers (player 1): 10 after game 10, limit 0")
    assert "Also above the limit: peer connections, page heap." in verdict.sentence
    assert verdict.sentence.endswith("Undecided: renderer process.")
    assert verdict.figures["leaking_layer"] == "workers"


def test_what_keeps_a_layer_that_was_asked_for_is_named_before_it() -> None:
    keeps = Explanation({"listeners": ("workers",)})
    leaks = run(leaks={"workers": 1, "listeners": 1, "page_heap": MIB})
    found = judge_memory(MemoryRun(leaks, RULES, explanation=keeps))
    workers = found.verdict("VALID-04b", ("workers",))
    assert workers.figures["leaking_layer"] == "listeners"
    assert workers.sentence.startswith("Event listeners (player 1): 41")
    assert " Python workers (player 1): 10 after game 10, limit 0" in workers.sentence
    heap = found.verdict("VALID-04b", ("page_heap",))
    assert heap.figures["leaking_layer"] == "page_heap"
    assert "Also above the limit: Python workers, event listeners." in heap.sentence


def test_layers_that_were_not_asked_for_do_not_fail_those_that_were() -> None:
    found = judged(peer_connections=1, server_games=1)
    assert found.verdict("VALID-04b", ("workers",)).passed
    assert "games held" not in found.verdict("VALID-04b", EXACT_LAYERS).sentence


def test_an_undecided_answer_says_what_failed_beside_it() -> None:
    verdict = judged(renderer_process=2 * MIB, canvases=1).verdict("VALID-04b", ("renderer_process",))
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert verdict.sentence.endswith("Above the limit: canvases.")


def test_a_series_that_ended_early_says_what_failed_in_it() -> None:
    found = judged(games=2, stopped="The page has crashed.", workers=1)
    told = (
        "The page has crashed. Above the limit already: Python workers."
        " 22 other layers cannot be judged after 2 games."
    )
    short = judge_complete("VALID-04b", 3, [], "The page has crashed.")
    assert found.beside(short).sentence == f"0 of 3 games ran to the end. {told}"
    assert found.verdict("VALID-04b", ("workers",)).sentence == f"Stopped after 2 games. {told}"
    assert "Python workers (player 1): 2 after game 2" in found.beside(short).evidence


def test_a_series_that_ended_early_with_nothing_measured_says_so_alone() -> None:
    short = judge_complete("VALID-04b", 3, [], "The server has ended.")
    found = judge_memory(MemoryRun((), RULES, stopped="The server has ended."))
    assert found.beside(short).sentence == short.sentence
    clean = judged(games=2).beside(short).sentence
    assert clean.endswith("The server has ended. 23 layers cannot be judged after 2 games.")


def test_the_budgets_of_all_steps_are_known_to_the_first() -> None:
    page = Rows(("memory", "per game"), ("of the page", "20 KiB"))
    server = Rows(("memory", "per game", "reason"), ("of the server", "100 KiB", "it grows"))
    tables = [None, page, Rows(("who", "what"), ("a", "b")), server]
    assert budgets_in(tables) == {"page_heap": 20 * KIB, "server_memory": 100 * KIB}
    assert budgets_in([]) == {}

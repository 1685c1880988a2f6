"""In a real page a listener that is never removed is named before the canvas that it keeps, and its place."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from types import SimpleNamespace

from gauge.memory.causes import cause_first
from gauge.memory.layers import Ledger, LedgerRules
from gauge.memory.ledger import judge_ledger
from gauge.memory.spacing import GAMES
from harness.experiments.attribution import Moment, explain
from harness.players.player import Player
from harness.probes.base import NotMeasurableError
from harness.session.browser import Browser
from tests.gauge.memory.memory_samples import run
from tests.harness.toy_game import TOY

LEAKS = {"canvases": 1.0, "game_objects": 1.0, "listeners": 1.0, "nodes": 1.0}


def test_the_listener_that_keeps_a_canvas_is_the_cause(browser: Browser, toy_url: str) -> None:
    player = Player(browser.new_window("the player", toy_url, trace=False), toy_url)
    player.arrive()
    player.window.do(lambda: player.window.page.wait_for_load_state("load"))
    objects = SimpleNamespace(own_classes={"player 1": {0: {"Picture": 1}}})
    sampler = SimpleNamespace(windows=[player.window], live_objects=objects, left_behind=lambda *_: {})

    def moments() -> Generator[Moment]:
        for game in range(3):
            player.window.evaluate("() => leavePicture()")
            yield Moment(game, sampler, worker=False)

    failed = judge_ledger(Ledger(run(leaks=LEAKS)), LedgerRules()).failed
    assert failed[0].layer.name == "canvases"
    _, found = explain(moments(), failed, GAMES, sampler)
    player.leave()
    assert cause_first(failed, found.keeps)[0].layer.name == "listeners"
    assert {"canvases", "game_objects"} <= {*found.keeps["listeners"]}
    script = (Path(TOY) / "toy.js").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(script, 1) if "#onResize = () =>" in text)
    assert found.left["listeners"] == (f"resize on Window: #onResize (toy.js:{line}), 1 per game",)
    assert found.path[0].startswith("Window / ")
    assert any(way.endswith(("HTMLCanvasElement", "<canvas>")) for way in found.path)


def test_a_look_that_fails_ends_the_games_that_are_looked_into() -> None:
    def refuse() -> None:
        raise NotMeasurableError("the Worker is gone")

    named = {"window_timers": ("setInterval at game.js:7, 1 per game",)}
    sessions = SimpleNamespace(main=refuse)
    sampler = SimpleNamespace(sessions=[sessions, sessions], left_behind=lambda *_: named)
    moments = (Moment(game, sampler, page=False) for game in range(3))
    failed = judge_ledger(Ledger(run(leaks={"py_proxies": 1.0})), LedgerRules()).failed
    _, found = explain(moments, failed, GAMES, sampler)
    assert moments.gi_frame is None
    assert (found.path, found.left) == (("not known: the Worker is gone",), named)

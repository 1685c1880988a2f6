"""All probes on the real game: nothing is missing, what must be exact is, and a leak shows in its layer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gauge.memory.layers import LAYERS, LayerReading
from harness.controls import NO_LEAK, Leak, leak_named
from harness.players.match import Match
from harness.players.player import Player
from harness.probes.frame_hold import held_at, hold_from
from harness.probes.memory_sampler import LOOK_AT_FRAME, MemorySampler
from harness.session.browser import Browser
from harness.session.server import GameServer
from harness.snapshots.retainers import retaining_paths
from harness.snapshots.taking import snapshot_of_page
from tests.harness.kitchen import KITCHEN, KITCHEN_COMMAND

GAMES = 2
WITHIN_S = 60.0
EXACT = ("workers", "peer_connections", "data_channels", "web_sockets", "canvases", "game_objects",
         "py_proxies", "python_objects", "documents", "wasm_growth", "wasm_heap", "server_games",
         "server_players", "server_sockets")  # fmt: skip
GROW = "_big = bytearray(40 << 20); len(_big)"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GameServer]:
    log = Path(tmp_path_factory.mktemp("game")) / "server.log"
    started = GameServer(log, KITCHEN_COMMAND, options=("--frames", "120", "--fps", "60", "--seed", "7"))
    yield started
    started.stop()


def play(
    browser: Browser,
    server: GameServer,
    games: int,
    in_worker: str = "",
    on_page: str = "",
    leak: Leak = NO_LEAK,
    *,
    exactly: bool = False,
) -> MemorySampler:
    """Plays a warm-up game and some more; Python or a script runs in each, before it is read.

    ``exactly``: each is held at the very frame, which a busy machine may miss by one.
    """
    players = [
        Player(browser.new_window(f"player {n}", server.url, trace=False), f"{server.url}?bot=cook")
        for n in (1, 2)
    ]
    sampler = MemorySampler([player.window for player in players], server, KITCHEN)
    match = Match(players[0], players[1], arrived_at=0.0)
    for player in players:
        player.arrive()
    match.read_instructions()
    for game in range(games + 1):
        if game:
            match.play_again()
        leak.before_game(match, sampler)
        match.start()
        hold_from(match, LOOK_AT_FRAME)
        sampler.started(game)
        with held_at(match, LOOK_AT_FRAME, WITHIN_S) as trouble:
            if exactly:
                assert trouble == "", trouble
                assert [player.look().frame for player in players] == [LOOK_AT_FRAME] * 2
            if in_worker:
                sessions = sampler.sessions[0]
                grown = sessions.evaluate(sessions.main(), f"__memoryEye.runPython({in_worker!r})")
                assert grown is not None
            if on_page:
                players[0].window.evaluate(on_page)
            sampler.during(game)
        match.wait_for_end(WITHIN_S)
        assert players[0].read("[game.desync, game.transport]") == [None, "webrtc"]
        if game:
            sampler.after_game(game)
        else:
            sampler.before()
    return sampler


def values(sampler: MemorySampler, layer: str, owner: str) -> list[float | None]:
    return [r.value for r in sampler.result() if (r.layer, r.owner) == (layer, owner)]


def end(sampler: MemorySampler) -> None:
    sampler.cleanup()
    for window in sampler.windows:
        window.close()


@pytest.mark.timing
def test_the_clean_game_is_measured_in_every_layer(browser: Browser, server: GameServer) -> None:
    sampler = play(browser, server, GAMES, exactly=True)
    readings: tuple[LayerReading, ...] = sampler.result()
    end(sampler)
    elsewhere = {"game_time", "step_time", "window_workers", "browser_objects"}
    assert {reading.layer for reading in readings} == {*LAYERS} - elsewhere
    assert [reading for reading in readings if reading.value is None] == []
    exact: dict[tuple[str, str], set[float | None]] = {}
    for reading in readings:
        if reading.layer in EXACT:
            exact.setdefault((reading.layer, reading.owner), set()).add(reading.value)
    assert {key: found for key, found in exact.items() if len(found) > 1} == {}
    assert {found.pop() for (layer, _), found in exact.items() if layer in ("workers", "wasm_growth")} == {0}


@pytest.mark.timing
def test_what_grows_by_the_step_is_the_same_number_at_the_same_frame(
    browser: Browser, server: GameServer
) -> None:
    sampler = play(
        browser, server, GAMES, leak=leak_named("a Python proxy is kept by every step"), exactly=True
    )
    counts = values(sampler, "py_proxies", "player 1") + values(sampler, "py_proxies", "player 2")
    objects = values(sampler, "python_objects", "player 1") + values(sampler, "python_objects", "player 2")
    end(sampler)
    assert len(set(counts)) == len(set(objects)) == 1
    assert (counts[0] or 0) > LOOK_AT_FRAME


def test_wasm_growth_within_a_game_is_seen(browser: Browser, server: GameServer) -> None:
    sampler = play(browser, server, 0, in_worker=GROW)
    grown, other = (values(sampler, "wasm_growth", f"player {n}")[0] for n in (1, 2))
    end(sampler)
    assert (grown or 0) >= 30 << 20
    assert other == 0


def test_what_is_kept_on_the_page_is_seen_and_explained(browser: Browser, server: GameServer) -> None:
    script = "() => { (window.gameHistory ??= []).push(window.game); }"
    sampler = play(browser, server, GAMES, on_page=script)
    sessions = [counts["GameSession"] for counts in sampler.class_counts["page of player 1"].values()]
    paths = retaining_paths(snapshot_of_page(sampler.windows[0]), "GameSession")
    end(sampler)
    assert sessions == [1, 2, 3]
    assert "Window / gameHistory / Array[" in str(paths)

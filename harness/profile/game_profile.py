"""A game's profile: where its page tells what, how it is played, and how its server is started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.profile.entries import (
    COMMAND,
    COUNT,
    EXPRESSION,
    PATH,
    PATTERN,
    PATTERNS,
    QUERIES,
    QUERY,
    SECONDS,
    SELECTOR,
    SELECTORS,
    TEXT,
    WORDS,
    Entry,
    one_of,
)


def _entry(section: str, default: Any, entry: Entry, about: str, needed_for: str = "") -> Any:
    metadata = {"section": section, "entry": entry, "about": about, "needed_for": needed_for}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class GameProfile:
    """Every entry that a profile may have; its defaults are the page contract.

    Expressions are JavaScript, evaluated in the page; those of ``[game]`` are given the game object as
    ``game``. ``needed_for`` says what cannot be judged without an entry.
    """

    name: str = _entry("", "a game", TEXT, "what the report calls the game")

    connected: str = _entry(
        "page",
        "window.socket?.connected === true",
        EXPRESSION,
        "true once the page is connected to its server",
    )
    object: str = _entry(
        "page", "game", TEXT, "the property of `window` that holds the game object", "every scenario"
    )
    canvas: str = _entry(
        "page", "#gameContainer canvas", SELECTOR, "where the game is drawn once it runs", "every scenario"
    )
    message: tuple[str, ...] = _entry(
        "page", ("#messageText", "#progress"), SELECTORS, "where the page says what goes on"
    )

    advance: str = _entry(
        "buttons", "#advanceButton", SELECTOR, "leads on from instructions, and to another game afterwards"
    )
    start: str = _entry(
        "buttons", "#startButton", SELECTOR, "usable once Python is ready; starts or asks for a partner"
    )
    waiting: str = _entry(
        "buttons", "#waitroomText", SELECTOR, "what is shown to a player who waits for a partner"
    )

    state: str = _entry("game", "game.state", EXPRESSION, "the state of the game, a word", "every scenario")
    playing: tuple[str, ...] = _entry(
        "game", ("playing",), WORDS, "states that mean playing; none: whatever is neither done nor failed"
    )
    done: tuple[str, ...] = _entry(
        "game", ("done",), WORDS, "states that mean that it has ended", "every scenario"
    )
    failed: tuple[str, ...] = _entry("game", ("failed",), WORDS, "states that mean that it goes on no more")
    error: str = _entry("game", "game.error", EXPRESSION, "why it failed, a sentence")
    frame: str = _entry(
        "game", "game.frameNumber", EXPRESSION, "the number of the frame, rising by 1", "every scenario"
    )
    episodes: str = _entry(
        "game",
        "game.num_episodes",
        EXPRESSION,
        'episodes that have ended, 1 after the first; "" counts 1 once the state says so',
    )
    game_id: str = _entry(
        "game",
        "game.gameId",
        EXPRESSION,
        "what both players' pages call their game",
        "pairing; the next game",
    )
    player_id: str = _entry("game", "game.myPlayerId", EXPRESSION, "which player this page is", "pairing")
    fps: str = _entry("game", "game.fps", EXPRESSION, "frames per second that the game aims at", "VALID-03c")
    hashes: str = _entry(
        "game",
        "game.stateHashes",
        EXPRESSION,
        "one hash of the state a frame, frame 0 included; null for a frame without one",
        "PARITY; VALID-03b",
    )
    work: str = _entry(
        "game",
        "",
        EXPRESSION,
        "in place of hashes: a value that is the same for the same game played",
        "VALID-03b",
    )

    metrics: str = _entry(
        "steps", "pipelineMetrics", TEXT, "the game's property that holds the step timestamps", "VALID-03"
    )
    call: str = _entry(
        "steps", "stepCallTimestamp", TEXT, "its property for the time at which a step begins", "VALID-03"
    )
    back: str = _entry(
        "steps",
        "stepReturnTimestamp",
        TEXT,
        "its property for the time at which a step has returned",
        "VALID-03",
    )

    query: Mapping[str, str] = _entry(
        "players", {}, QUERY, "added to the address, makes a player that plays by itself"
    )
    policies: Mapping[str, Mapping[str, str]] = _entry(
        "players", {}, QUERIES, "other ways to play, in the words of the features", "PARITY; VALID-03e"
    )
    keys: tuple[str, ...] = _entry(
        "players", (), WORDS, "keys pressed in turn while a game runs, where no bot plays"
    )
    next_game: str = _entry(
        "players",
        "button",
        one_of("button", "itself", "none"),
        "how another game starts in the same window: by the advance button, by itself, not at all",
        "VALID-04b",
    )
    frames_apart: int = _entry("players", 0, COUNT, "how many frames the two players' ends may lie apart")

    worker_query: Mapping[str, str] = _entry(
        "python", {}, QUERY, "added to the address, puts Python in a Worker"
    )
    page_query: Mapping[str, str] = _entry(
        "python", {}, QUERY, "added to the address, puts Python on the page", "VALID-03b; WORKER-02"
    )
    worker_lives: str = _entry(
        "python", "game", one_of("game", "window"), "how long a Python Worker lives", "VALID-04b"
    )
    worker_address: str = _entry(
        "python", "", PATTERN, "the address of a Worker that holds Python; without it Workers are looked into"
    )

    package: str = _entry(
        "python", "", PATH, "package.json of the Pyodide that the server hands out, for the report"
    )

    command: str = _entry("server", "", COMMAND, "starts the game's server, which then prints its address")
    baseline_command: str = _entry("server", "", COMMAND, "the same for the build with Python on the page")
    options: tuple[str, ...] = _entry(
        "server", (), WORDS, "settings that the command takes as `--name value`: layout, frames, fps, seed"
    )
    health: str = _entry(
        "server",
        "",
        PATH,
        "path of the server's report: threads, sockets, games and players in JSON",
        "VALID-04c",
    )
    offline_assets: str = _entry(
        "server", "", PATH, "folder with what the page loads from other addresses, by host and path"
    )

    known_errors: tuple[str, ...] = _entry(
        "report", (), PATTERNS, "errors that every game has: counted and quoted as accepted, not judged"
    )
    not_applicable: Mapping[str, str] = _entry(
        "report", {}, QUERY, "requirements that do not apply to the game, each with the reason"
    )

    recognised_s: float = _entry("limits", 20.0, SECONDS, "for the first look at an address")
    arrival_s: float = _entry(
        "limits", 30.0, SECONDS, "for a page to be connected and to show its instructions"
    )
    python_s: float = _entry("limits", 90.0, SECONDS, "for Python to load")
    match_s: float = _entry("limits", 30.0, SECONDS, "from Start to the first frame")
    game_s: float = _entry("limits", 300.0, SECONDS, "for a whole game")


CONTRACT = GameProfile()

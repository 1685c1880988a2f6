"""Layers that are counts of living things: Workers, connections, sockets, canvases, the game's own objects,
documents, nodes and listeners."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from harness.census import settled_by, workers_left
from harness.errors import PlayerError
from harness.player import Player
from harness.probes.shape import NotMeasurableError, Probe, ask_page, seat_name

GROUP = "memory-probe"
CLASSES: Mapping[str, str] = {
    "peer_connections": "RTCPeerConnection",
    "data_channels": "RTCDataChannel",
    "web_sockets": "WebSocket",
    "canvases": "HTMLCanvasElement",
}
COUNTERS: Mapping[str, str] = {
    "documents": "documents",
    "nodes": "nodes",
    "listeners": "jsEventListeners",
}
# Pyodide keeps proxies whose prototype is always another new proxy; V8's search asks each for the next
PYODIDE_ON_PAGE = (
    "window.game?.python === 'direct' || !!window.pyodide || "
    "performance.getEntriesByType('resource').some((entry) => /pyodide[^/]*\\.wasm/.test(entry.name))"
)
ENDLESS = "Python runs on the page itself, where the browser's search for objects does not end"

COUNT = """function (names) {
  const counts = {}, own = {}, byPrototype = new Map();
  const wanted = names.map((name) => [name, globalThis[name]]).filter(([, type]) => type);
  for (const name of names) counts[name] = globalThis[name] ? 0 : null;
  for (const object of this) {
    const prototype = Object.getPrototypeOf(object);
    byPrototype.set(prototype, (byPrototype.get(prototype) ?? 0) + 1);
    // what owns a constructor is the prototype of a class, not an object of it
    if (Object.hasOwn(object, 'constructor')) continue;
    for (const [name, type] of wanted) if (object instanceof type) counts[name] += 1;
  }
  const classes = {};
  for (const [prototype, count] of byPrototype) {
    const maker = prototype && Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
    if (typeof maker !== 'function' || !maker.name) continue;
    classes[maker.name] = (classes[maker.name] ?? 0) + count;
    const native = /\\{\\s*\\[native code\\]\\s*\\}$/.test(Function.prototype.toString.call(maker));
    if (!native && !maker.name.startsWith('UtilityScript')) own[maker.name] = (own[maker.name] ?? 0) + count;
  }
  return {counts, classes, own};
}"""


class LiveObjectsProbe(Probe):
    """One search of the page's heap counts everything at once, by class.

    ``Runtime.queryObjects`` collects garbage first and gives every object under a prototype
    (https://chromedevtools.github.io/devtools-protocol/tot/Runtime/#method-queryObjects); what it gives is
    held until its group is released.
    """

    layers = ("workers", *CLASSES, "game_objects", *COUNTERS)

    def __init__(self, players: Sequence[Player]) -> None:
        super().__init__()
        self._players = players
        self.classes: dict[str, dict[int, dict[str, int]]] = {}
        """By holder and game: the objects of every class of the page, built-in ones too."""
        self.own_classes: dict[str, dict[int, dict[str, int]]] = {}
        """The same for the classes of the page's own scripts."""
        self._silent: dict[int, str] = {}

    def after_game(self, game: int) -> None:
        by = settled_by()
        for seat, player in enumerate(self._players):
            holder = seat_name(seat)
            self._measure("workers", holder, game, lambda player=player: _workers(player, by))  # type: ignore[misc]
            # the search collects first, which takes garbage out of the other counts
            self._count_objects(game, seat, player)
            self._count_dom(game, holder, player)

    def cleanup(self) -> None:
        for player in self._players:
            _release(player)

    def _count_dom(self, game: int, holder: str, player: Player) -> None:
        """Documents, nodes and listeners of the page's whole process, as Blink counts them."""
        try:
            counters = ask_page(player, "Memory.getDOMCounters")
        except NotMeasurableError as error:
            for layer in COUNTERS:
                self._keep(layer, holder, game, None, str(error))
            return
        for layer, key in COUNTERS.items():
            self._keep(layer, holder, game, counters[key])

    def _count_objects(self, game: int, seat: int, player: Player) -> None:
        holder = seat_name(seat)
        try:
            if seat in self._silent:
                raise NotMeasurableError(self._silent[seat])
            found = count_objects(player)
        except NotMeasurableError as error:
            # a search that did not end once is not begun again in the same window
            self._silent[seat] = str(error)
            for layer in (*CLASSES, "game_objects"):
                self._keep(layer, holder, game, None, str(error))
            return
        self.classes.setdefault(holder, {})[game] = found["classes"]
        self.own_classes.setdefault(holder, {})[game] = found["own"]
        for layer, name in CLASSES.items():
            self._keep(layer, holder, game, found["counts"][name], f"this browser has no {name}")
        self._keep("game_objects", holder, game, sum(found["own"].values()))


def count_objects(player: Player) -> dict[str, Any]:
    """Counts by layer's class, by every class, and by the page's own classes."""
    found = ask_page(player, "Runtime.evaluate", {"expression": PYODIDE_ON_PAGE, "returnByValue": True})
    if found["result"].get("value"):
        raise NotMeasurableError(ENDLESS)
    try:
        params = {"expression": "Object.prototype", "objectGroup": GROUP}
        prototype = ask_page(player, "Runtime.evaluate", params)["result"]["objectId"]
        params = {"prototypeObjectId": prototype, "objectGroup": GROUP}
        objects = ask_page(player, "Runtime.queryObjects", params)["objects"]["objectId"]
        call = {
            "objectId": objects,
            "functionDeclaration": COUNT,
            "arguments": [{"value": list(CLASSES.values())}],
            "returnByValue": True,
        }
        reply = ask_page(player, "Runtime.callFunctionOn", call)
    finally:
        _release(player)
    if "exceptionDetails" in reply:
        raise NotMeasurableError("an object of the page refused to be counted")
    counted: dict[str, Any] = reply["result"]["value"]
    return counted


def _workers(player: Player, by: float) -> float:
    try:
        return len(workers_left(player, by))
    except PlayerError as error:
        raise NotMeasurableError(str(error)) from None


def _release(player: Player) -> None:
    # a window that is gone has let go of what it held
    with contextlib.suppress(NotMeasurableError):
        ask_page(player, "Runtime.releaseObjectGroup", {"objectGroup": GROUP})

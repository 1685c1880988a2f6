"""Layers that are counts of living things: Workers, connections, sockets, canvases, the game's own objects,
documents, nodes and listeners."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from gauge.memory.budgets import WORKER_LAYERS
from harness.probes.base import NotMeasurableError, Probe, ask_page, owner_name
from harness.probes.worker_census import python_workers_of, settled_by, workers_left, workers_of
from harness.profile.game_profile import CONTRACT, GameProfile
from harness.session.browser import Window
from harness.session.errors import PlayerError

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
# Pyodide keeps proxies whose prototype is always another new proxy; V8's search asks each for the next.
# A page that loads its WebAssembly and no more does so ahead, for a Worker.
PYODIDE_ON_PAGE = (
    "!!window.pyodide || [/pyodide\\.asm\\.m?js/, /pyodide[^/]*\\.wasm/].every((file) => "
    "performance.getEntriesByType('resource').some((entry) => file.test(entry.name)))"
)
BLIND = "no Worker with Python was seen at work while the game ran, so finding none afterwards shows nothing"
ENDLESS = "Python runs on the page itself, where the browser's search for objects does not end"

COUNT = """function (names) {
  const counts = {}, own = {}, byPrototype = new Map();
  const isNative = (maker) =>
    /\\{\\s*\\[native code\\]\\s*\\}$/.test(Function.prototype.toString.call(maker));
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
    // a class that stands in for one of the browser's has its name
    const native = isNative(maker) || (isNative(maker.__proto__) && maker.__proto__.name === maker.name);
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

    def __init__(self, windows: Sequence[Window], profile: GameProfile = CONTRACT) -> None:
        super().__init__()
        self._profile = profile
        self._python_workers = WORKER_LAYERS[profile.worker_lives]
        self.layers = (self._python_workers, "other_workers", *CLASSES, "game_objects", *COUNTERS)
        self._windows = windows
        self.classes: dict[str, dict[int, dict[str, int]]] = {}
        """By owner and game: the objects of every class of the page, built-in ones too."""
        self.own_classes: dict[str, dict[int, dict[str, int]]] = {}
        """The same for the classes of the page's own scripts."""
        self._silent: dict[int, str] = {}
        self._at_work: list[float] = [0.0 for _ in windows]
        self.workers_at_work: list[int] = []
        """With Python, at each look into a running game."""

    def started(self, game: int) -> None:  # noqa: ARG002
        self._at_work = [0.0 for _ in self._windows]

    def during(self, game: int) -> None:  # noqa: ARG002
        """How many hold Python: a count that sees none at work shows nothing when it sees none later."""
        for seat, window in enumerate(self._windows):
            with contextlib.suppress(PlayerError):
                found = len(python_workers_of(window, self._profile.worker_address))
                self._at_work[seat] = found
                self.workers_at_work.append(found)

    def after_game(self, game: int) -> None:
        by = settled_by()
        for seat, window in enumerate(self._windows):
            left = partial(self._left, seat, window, by)
            self._measure(self._python_workers, owner_name(seat), game, left)
            self._count(game, seat, window)

    def at_frame(self, reading: int) -> None:
        for seat, window in enumerate(self._windows):
            self._count(reading, seat, window)

    def cleanup(self) -> None:
        for window in self._windows:
            _release(window)

    def _left(self, seat: int, window: Window, by: float) -> float:
        """Workers with Python once the browser's lists have settled; those of a window are not waited for."""
        if not self._at_work[seat]:
            raise NotMeasurableError(BLIND)
        settled = by if self._profile.worker_lives == "game" else 0.0
        try:
            return len(workers_left(window, settled, self._profile.worker_address))
        except PlayerError as error:
            raise NotMeasurableError(str(error)) from None

    def _count(self, game: int, seat: int, window: Window) -> None:
        self._measure("other_workers", owner_name(seat), game, partial(self._others, window))
        # the search collects first, which takes garbage out of the other counts
        self._count_objects(game, seat, window)
        self._count_dom(game, owner_name(seat), window)

    def _others(self, window: Window) -> float:
        try:
            return len(workers_of(window)) - len(python_workers_of(window, self._profile.worker_address))
        except PlayerError as error:
            raise NotMeasurableError(str(error)) from None

    def _count_dom(self, game: int, owner: str, window: Window) -> None:
        """Documents, nodes and listeners of the page's whole process, as Blink counts them."""
        try:
            counters = ask_page(window, "Memory.getDOMCounters")
        except NotMeasurableError as error:
            for layer in COUNTERS:
                self._keep(layer, owner, game, None, str(error))
            return
        for layer, key in COUNTERS.items():
            self._keep(layer, owner, game, counters[key])

    def _count_objects(self, game: int, seat: int, window: Window) -> None:
        owner = owner_name(seat)
        try:
            if seat in self._silent:
                raise NotMeasurableError(self._silent[seat])
            found = count_objects(window)
        except NotMeasurableError as error:
            # a search that did not end once is not begun again in the same window
            self._silent[seat] = str(error)
            for layer in (*CLASSES, "game_objects"):
                self._keep(layer, owner, game, None, str(error))
            return
        self.classes.setdefault(owner, {})[game] = found["classes"]
        self.own_classes.setdefault(owner, {})[game] = found["own"]
        for layer, name in CLASSES.items():
            self._keep(layer, owner, game, found["counts"][name], f"this browser has no {name}")
        self._keep("game_objects", owner, game, sum(found["own"].values()))


def count_objects(window: Window) -> dict[str, Any]:
    """Counts by layer's class, by every class, and by the page's own classes."""
    try:
        call = {
            "objectId": objects_under(window, "Object.prototype", GROUP),
            "functionDeclaration": COUNT,
            "arguments": [{"value": list(CLASSES.values())}],
            "returnByValue": True,
        }
        reply = ask_page(window, "Runtime.callFunctionOn", call)
    finally:
        _release(window)
    if "exceptionDetails" in reply:
        raise NotMeasurableError("an object of the page refused to be counted")
    counted: dict[str, Any] = reply["result"]["value"]
    return counted


def objects_under(window: Window, prototype: str, group: str) -> str:
    """The id of an array of all objects under a prototype, which has to be released with its group."""
    found = ask_page(window, "Runtime.evaluate", {"expression": PYODIDE_ON_PAGE, "returnByValue": True})
    if found["result"].get("value"):
        raise NotMeasurableError(ENDLESS)
    params = {"expression": prototype, "objectGroup": group}
    of_all = ask_page(window, "Runtime.evaluate", params)["result"]["objectId"]
    params = {"prototypeObjectId": of_all, "objectGroup": group}
    return str(ask_page(window, "Runtime.queryObjects", params)["objects"]["objectId"])


def _release(window: Window) -> None:
    # a window that is gone has let go of what it held
    with contextlib.suppress(NotMeasurableError):
        ask_page(window, "Runtime.releaseObjectGroup", {"objectGroup": GROUP})

"""The leaks that a memory gauge has to find, by what the features call them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from harness.controls.leak import Leak
from harness.controls.page_things import (
    A_BUFFER,
    A_CANVAS,
    A_CHANNEL,
    A_CONNECTION,
    A_DOCUMENT,
    A_GROWING_BLOB,
    A_GROWING_SURFACE,
    A_LISTENER,
    A_LOOP,
    A_SHARED_WORKER,
    A_SOCKET,
    A_SOUND,
    A_SOUVENIR,
    A_TIMER,
    A_WORKER,
    AN_ADDRESS,
    AN_ELEMENT,
    AN_ENTRY,
    AN_OBSERVER,
    DOUBLES_PER_KIB,
    objects,
)
from harness.controls.step_leaks import SAID_AT_ONCE, STEP_LEAKS, in_every_step, kept_in_worker

BAD_SERVER = "harness.controls.bad_server"
NEVER_TERMINATED = """
const workers = (window.keptOnPurpose ??= []);
Worker.prototype.terminate = function () { workers.push(this); };
"""
# a page ends its Worker when its partner has left, too
AT_THE_END = """
(() => {
  const { terminate } = Worker.prototype;
  Worker.prototype.terminate = function () {
    (window.keptOnPurpose ??= []).push(THINGS);
    return terminate.call(this);
  };
})();
"""
NEVER_CLOSED = """
const connections = (window.keptOnPurpose ??= []);
RTCPeerConnection.prototype.close = function () { connections.push(this); };
"""
NEVER_REMOVED = "for (const target of [window, document]) target.removeEventListener = () => undefined;"
# one more with every game, as each game has a Worker of its own
A_PROXY_MORE = """
import js
from pyodide.ffi import create_proxy
js.keptOnPurpose = create_proxy([create_proxy(object()) for _ in range(game)])
"""
A_LIST_MORE = "_kept = [[None] for _ in range(game)]"
SLOWER_EACH_GAME = in_every_step("_wait(2 * game)")
# the other things that are kept make steps uneven, so that 2 ms would take more games to tell
MUCH_SLOWER_EACH_GAME = in_every_step("_wait(4 * game)")
# past what the heap has in reserve, so that it has to grow
GROWN_ONCE = "_kept = bytearray(32 << 20); len(_kept)"
# what is given back leaves room, so that nothing grows any more while the game runs
GROWN_EACH_GAME = "_kept = bytearray((48 + 2 * game) << 20); _kept = None"
PAGE_THINGS = (A_WORKER, A_CONNECTION, A_SOCKET, A_CANVAS, A_SOUVENIR, A_DOCUMENT, A_LISTENER, AN_OBSERVER)
BESIDE_THE_HEAP = (A_TIMER, A_LOOP, AN_ADDRESS, AN_ENTRY)


def _kept(*things: str) -> str:
    """JavaScript that keeps these things in a page for ever."""
    return f"async () => void (window.keptOnPurpose ??= []).push({', '.join(things)})"


def _at_the_end(*things: str) -> str:
    """JavaScript that keeps these things in a page whenever a Worker of it is ended."""
    return AT_THE_END.replace("THINGS", ", ".join(things))


def objects_kept(kib: float) -> Leak:
    """So much more JavaScript in the page with every game."""
    return Leak(on_page=_kept(objects(kib)))


def larger_in_worker(kib: float) -> Leak:
    """So much more of JavaScript's own memory in the Worker with every game, as each has its own Worker."""
    doubles = round(kib * DOUBLES_PER_KIB)
    return Leak(in_python=f"import js; js.keptOnPurpose = js.Float64Array.new({doubles} * game)")


def pictures_kept(mib: float) -> Leak:
    """So much more memory of the window's process with every game that is no JavaScript."""
    rows = round(mib * 512)
    picture = f"new ImageData(new Uint8ClampedArray(4 * 512 * {rows}).fill(7), 512)"
    return Leak(on_page=_kept(f"await createImageBitmap({picture})"))


def memory_kept_by_server(kib: float) -> Leak:
    """So much more memory of the server with every game."""
    return _server(f"memory:{kib:g}")


def _server(*ways: str) -> Leak:
    return Leak(wrapper=f"{BAD_SERVER} {','.join(ways)}")


LEAKS: Mapping[str, Leak] = {
    "a Worker is never terminated": Leak(init_script=NEVER_TERMINATED),
    "one of each is kept by every game": Leak(
        on_page=_kept(*PAGE_THINGS, *BESIDE_THE_HEAP, objects(200)),
        init_script=SAID_AT_ONCE,
        in_python=A_PROXY_MORE + MUCH_SLOWER_EACH_GAME,
        # all of it takes a busy machine longer than a game lasts after the frame at which it is read
        early=True,
    ),
    "a listener on the window is left by every game": Leak(on_page=f"() => {A_LISTENER}"),
    "no listener is removed from window or document": Leak(init_script=NEVER_REMOVED),
    "a buffer of 2 MiB is kept by every game": Leak(on_page=_kept(A_BUFFER)),
    "a Worker without Python is left running by every game": Leak(on_page=f"() => void {A_WORKER}"),
    "a shared Worker is left running by every game": Leak(on_page=f"() => void {A_SHARED_WORKER}"),
    "a peer connection is never closed": Leak(init_script=NEVER_CLOSED),
    "a Python proxy more is kept in every game": Leak(in_python=A_PROXY_MORE),
    "a Python list more is kept in every game": Leak(in_python=A_LIST_MORE),
    "the Worker's memory grows during a game": Leak(in_python=GROWN_ONCE),
    "the Worker's memory grows with every game": Leak(in_python=GROWN_EACH_GAME, early=True),
    "a step takes 2 ms longer with every game, and its page hides it": Leak(
        init_script=SAID_AT_ONCE, in_python=SLOWER_EACH_GAME, early=True
    ),
    "a detached canvas is kept by every game": Leak(on_page=_kept(A_CANVAS)),
    "a document is kept by every game": Leak(on_page=_kept(A_DOCUMENT)),
    "a page element is kept by every game": Leak(on_page=_kept(AN_ELEMENT)),
    "an object of the game is kept by every game": Leak(on_page=_kept(A_SOUVENIR)),
    "a socket is left open by every game": Leak(on_page=_kept(A_SOCKET)),
    "a timer is left running by every game": Leak(on_page=f"() => void {A_TIMER}"),
    "an animation loop is left running by every game": Leak(on_page=f"() => void {A_LOOP}"),
    "the address of a blob of 2 MiB is kept by every game": Leak(on_page=f"() => void {AN_ADDRESS}"),
    "the one blob of a page grows by 8 MiB with every game": Leak(on_page=f"() => void {A_GROWING_BLOB}"),
    "the one texture of a page grows by 8 MiB with every game": Leak(on_page=f"() => {A_GROWING_SURFACE}"),
    "an entry is stored by every game": Leak(on_page=f"() => {AN_ENTRY}"),
    "an observer is left observing by every game": Leak(on_page=f"() => void {AN_OBSERVER}"),
    "a channel to other windows is left open by every game": Leak(on_page=f"() => void {A_CHANNEL}"),
    "a way to play sounds is kept by every game": Leak(on_page=_kept(A_SOUND)),
    "the server keeps one of each": _server(
        "games", "players", "sockets", "timers", "threads", "files", "children", "memory:300"
    ),
    "the server keeps finished games": _server("games"),
    "the server keeps a player of every game": _server("players"),
    "the server keeps a socket of every game": _server("sockets"),
    "the server keeps a thread of every game": _server("threads"),
    "the server keeps a timer of every game": _server("timers"),
    "the server leaves a file open for every game": _server("files"),
    "the server leaves a process running for every game": _server("children"),
    "the server keeps interrupted games": _server("interrupted-games"),
    "one of each is kept by every interrupted game": Leak(
        NEVER_TERMINATED + _at_the_end(*PAGE_THINGS, *BESIDE_THE_HEAP),
        wrapper=f"{BAD_SERVER} interrupted-games",
    ),
    "200 KiB of page objects are kept by every interrupted game": Leak(_at_the_end(objects(200))),
    **STEP_LEAKS,
}


SIZED: Mapping[str, Callable[[float], Leak]] = {
    "# KiB of page objects are kept by every game": objects_kept,
    "# KiB more are kept in the Worker of every game": larger_in_worker,
    "a picture of # MiB is kept by every game": pictures_kept,
    "the server keeps # KiB of every game": memory_kept_by_server,
    "# KiB are kept in the Worker by every step": kept_in_worker,
}
"""Leaks of any size, which stands in place of #."""


def leak_named(name: str) -> Leak:
    """ValueError, naming those that there are, for one that there is not."""
    if name in LEAKS:
        return LEAKS[name]
    for pattern, of_size in SIZED.items():
        if match := re.fullmatch(re.escape(pattern).replace(r"\#", r"(\d+(?:\.\d+)?)"), name):
            return of_size(float(match[1]))
    known = "; ".join((*SIZED, *LEAKS))
    raise ValueError(f"there is no leak {name!r}; there are, with a number in place of #: {known}")

"""The leaks that a memory gauge has to find, by what the features call them."""

from __future__ import annotations

from collections.abc import Mapping

from harness.controls.leak import Leak

HOARDING_SERVER = "harness.controls.hoarding_server"
FILE_LEAKING_SERVER = "harness.controls.file_leaking_server"
KEPT = "() => (window.keptOnPurpose ??= [])"
NEVER_TERMINATED = """
const workers = (window.keptOnPurpose ??= []);
Worker.prototype.terminate = function () { workers.push(this); };
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
# JavaScript's own memory in the Worker, 200 KiB more with every game
A_LARGER_BUFFER = "import js; js.keptOnPurpose = js.Float64Array.new(25_600 * game)"
# past what the heap has in reserve, so that it has to grow
GROWN_ONCE = "_kept = bytearray(32 << 20); len(_kept)"
# what is given back leaves room, so that nothing grows any more while the game runs
GROWN_EACH_GAME = "_kept = bytearray((48 + 2 * game) << 20); _kept = None"
A_WORKER_STEP = """
(() => {
  const kept = (globalThis.keptOnPurpose = []);
  const { onmessage } = globalThis;
  globalThis.onmessage = (event) => {
    if (event.data?.command === 'step') kept.push(Array.from({ length: 2_560 }, () => 0.5));
    return onmessage(event);
  };
  return 'planted';
})()
"""


def _in_python_steps(keep: str) -> str:
    """JavaScript that has every step of the kitchen do this as well."""
    source = f"""
import js
from kitchen.environment import Kitchen
from pyodide.ffi import create_proxy
_kept, _step = [], Kitchen.step
_proxies = js.keptOnPurpose = js.Array.new()
def _leaking(kitchen, actions):
    {keep}
    return _step(kitchen, actions)
Kitchen.step = _leaking
"""
    return f"__memoryEye.runPython({source!r})"


_LEAKS: Mapping[str, Leak] = {
    "a Worker is never terminated": Leak(init_script=NEVER_TERMINATED),
    "a listener on the window is left by every game": Leak(
        on_page="() => window.addEventListener('resize', () => undefined)"
    ),
    "no listener is ever removed from window or document": Leak(init_script=NEVER_REMOVED),
    "200 KiB of page objects are kept by every game": Leak(
        on_page=f"() => ({KEPT})().push(Array.from({{length: 25_600}}, () => 0.5))"
    ),
    "a buffer of 2 MiB is kept by every game": Leak(
        on_page=f"() => ({KEPT})().push(new Uint8Array(2 * 1024 * 1024).fill(7).buffer)"
    ),
    "a peer connection is never closed": Leak(init_script=NEVER_CLOSED),
    "a Python proxy more is kept in every game": Leak(in_python=A_PROXY_MORE),
    "a larger buffer is kept in the Worker of every game": Leak(in_python=A_LARGER_BUFFER),
    "the Worker's memory grows during a game": Leak(in_python=GROWN_ONCE),
    "the Worker's memory grows with every game": Leak(in_python=GROWN_EACH_GAME, early=True),
    "a detached canvas is kept by every game": Leak(
        on_page=f"() => ({KEPT})().push(document.createElement('canvas'))"
    ),
    "a socket is left open by every game": Leak(
        on_page=f"() => ({KEPT})().push(new WebSocket(location.origin.replace('http', 'ws') + "
        "'/socket.io/?EIO=4&transport=websocket'))",
    ),
    "20 KiB are kept in the Worker by every step": Leak(in_steps=A_WORKER_STEP),
    "a Python proxy is kept by every step": Leak(
        in_steps=_in_python_steps("_proxies.push(create_proxy(_kept))")
    ),
    "a list is kept in Python by every step": Leak(in_steps=_in_python_steps("_kept.append([None])")),
    "the server keeps finished games": Leak(wrapper=HOARDING_SERVER),
    "the server leaves a file open for every game": Leak(wrapper=FILE_LEAKING_SERVER),
}


def leak_named(name: str) -> Leak:
    """ValueError, naming those that there are, for one that there is not."""
    if name not in _LEAKS:
        raise ValueError(f"there is no leak {name!r}; there are: {'; '.join(_LEAKS)}")
    return _LEAKS[name]

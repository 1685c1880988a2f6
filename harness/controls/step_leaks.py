"""Leaks in every step of a long game, by what the features call them."""

from __future__ import annotations

from collections.abc import Mapping

from harness.controls.early_clock import said_earlier
from harness.controls.leak import Leak
from harness.controls.page_things import (
    A_BLOB,
    A_CANVAS,
    A_CONNECTION,
    A_DOCUMENT,
    A_LISTENER,
    A_LOOP,
    A_SMALL_ADDRESS,
    A_SOCKET,
    A_SOUVENIR,
    A_TIMER,
    A_WORKER,
    AN_ELEMENT,
    AN_ENTRY,
    objects,
)

EACH = (A_CANVAS, A_SOUVENIR, A_DOCUMENT, AN_ELEMENT, A_LISTENER, A_BLOB, A_TIMER, A_SMALL_ADDRESS, AN_ENTRY)
# what a page can have only some of
NOW_AND_THEN = (A_WORKER, A_CONNECTION, A_SOCKET, A_LOOP)
IN_PAGE = """
(() => {
  const kept = (window.keptOnPurpose = []);
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (...message) {
    if (message[0]?.command === 'step') kept.push([THINGS]);
    return postMessage.apply(this, message);
  };
})();
"""
IN_WORKER = """
(() => {
  const kept = (globalThis.keptOnPurpose = []);
  const { onmessage } = globalThis;
  globalThis.onmessage = (event) => {
    if (event.data?.command === 'step') kept.push(THING);
    return onmessage(event);
  };
  return 'planted';
})()
"""
# its pixels are the browser's, not the Worker's
A_PICTURE = """(() => {
  const canvas = new OffscreenCanvas(64, 64);
  canvas.getContext('2d').fillRect(0, 0, 64, 64);
  return canvas.transferToImageBitmap();
})()"""
# its pixels are those of the process for graphics
A_TEXTURE = """(() => {
  const gl = (globalThis.keptSurface ??= new OffscreenCanvas(1, 1).getContext('webgl'));
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  const pixels = new Uint8Array(2 ** 14).fill(7);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 64, 64, 0, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  gl.flush();
  return texture;
})()"""
A_PROXY = "_proxies.push(create_proxy(_kept))"
A_LIST = "_kept.append([None])"
# 64 KiB a step, so that the heap has to grow between any two readings
A_BLOCK = "_kept.append(b'1' * (64 << 10))"
LONGER_AND_LONGER = "_wait(0.02 * next(_steps))"
LONGER_LATER = "_wait(10 * (next(_steps) > 500))"
# whatever a step takes, its page says that it took no time
SAID_AT_ONCE = said_earlier("step", 1000)


def kept_in_worker(kib: float) -> Leak:
    """So much more JavaScript in the Worker with every step."""
    return Leak(in_steps=_in_worker(objects(kib)))


def _in_worker(thing: str) -> str:
    """JavaScript that keeps this at every step, in the Worker."""
    return IN_WORKER.strip().replace("THING", thing)


def _in_page(*things: str) -> str:
    """JavaScript that keeps these things at every step, in the page."""
    return IN_PAGE.replace("THINGS", ", ".join(things))


def _every_50th(*things: str) -> str:
    """JavaScript that makes these things at the first of 50 steps, and nothing at the others."""
    return f"kept.length % 50 ? 0 : [{', '.join(things)}]"


def in_every_step(*keep: str) -> str:
    """Python that has every step of the kitchen do this as well."""
    return f"""
import js
from itertools import count
from kitchen.environment import Kitchen
from pyodide.ffi import create_proxy
from time import perf_counter
_kept, _steps, _step = [], count(1), Kitchen.step
_proxies = js.keptByPython = js.Array.new()
def _wait(ms):
    until = perf_counter() + ms / 1000
    while perf_counter() < until:
        pass
def _leaking(kitchen, actions):
    {"; ".join(keep)}
    return _step(kitchen, actions)
Kitchen.step = _leaking
"""


def _in_python(*keep: str) -> str:
    """JavaScript that does so in the Worker."""
    return f"__memoryEye.runPython({in_every_step(*keep)!r})"


STEP_LEAKS: Mapping[str, Leak] = {
    "one of each is kept by every step": Leak(
        init_script=_in_page(objects(10), *EACH, _every_50th(*NOW_AND_THEN)),
        in_steps=f"[{_in_worker(objects(20))}, {_in_python(A_PROXY, A_LIST, A_BLOCK)}].join()",
        wrapper="harness.controls.bad_server memory-by-the-frame",
    ),
    "10 KiB are kept in the page by every step": Leak(init_script=_in_page(objects(10))),
    "a picture of 16 KiB is kept in the Worker by every step": Leak(in_steps=_in_worker(A_PICTURE)),
    "a blob of 16 KiB is kept in the Worker by every step": Leak(in_steps=_in_worker(A_BLOB)),
    "a timer is left running in the Worker by every step": Leak(in_steps=_in_worker(A_TIMER)),
    "a texture of 16 KiB is kept in the Worker by every step": Leak(in_steps=_in_worker(A_TEXTURE)),
    "a document is kept by every step": Leak(init_script=_in_page(A_DOCUMENT)),
    "a page element is kept by every step": Leak(init_script=_in_page(AN_ELEMENT)),
    "a listener on the window is left by every step": Leak(init_script=_in_page(A_LISTENER)),
    "a blob of 16 KiB is kept by every step": Leak(init_script=_in_page(A_BLOB)),
    "a timer is left running by every step": Leak(init_script=_in_page(A_TIMER)),
    "the address of a blob is kept by every step": Leak(init_script=_in_page(A_SMALL_ADDRESS)),
    "an entry is stored by every step": Leak(init_script=_in_page(AN_ENTRY)),
    "a Python proxy is kept by every step": Leak(in_steps=_in_python(A_PROXY)),
    "a list is kept in Python by every step": Leak(in_steps=_in_python(A_LIST)),
    "every step takes 0.02 ms longer than the one before, and its page hides it": Leak(
        init_script=SAID_AT_ONCE, in_steps=_in_python(LONGER_AND_LONGER)
    ),
    "every step after the 500th takes 10 ms longer": Leak(in_steps=_in_python(LONGER_LATER)),
    "64 KiB are kept in Python by every step": Leak(in_steps=_in_python(A_BLOCK)),
    "20 KiB are kept by the server in every frame": Leak(
        wrapper="harness.controls.bad_server memory-by-the-frame"
    ),
}

"""Small pages in a real Chromium, served by a small server, which leak on demand or do not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from harness.players.player import Player
from harness.session.browser import Browser, Window

PAGE = b"<!doctype html><title>a page</title><body><script src=/page.js></script>"
WORKER = b"""
onmessage = ({ data }) => { postMessage(String((0, eval)(data))); };
"""
# each leak keeps one thing more a game, each for the reason its name says
PAGE_SCRIPT = b"""
class Kitchen { constructor() { this.pots = []; } }
window.kept = [];
window.listenTo = [];
const leaks = {
  nothing: () => new Kitchen(),
  objects: () => kept.push(new Array(25_600).fill(0.5)),
  buffer: () => kept.push(new ArrayBuffer(2 * 1024 * 1024)),
  connection: () => kept.push(new RTCPeerConnection()),
  channel: () => kept.push(new RTCPeerConnection().createDataChannel('leak')),
  socket: () => kept.push(new WebSocket('ws://127.0.0.1:9/')),
  canvas: () => kept.push(document.createElement('canvas')),
  listener: () => window.addEventListener('resize', () => kept),
  kitchen: () => kept.push(new Kitchen()),
  worker: () => startWorker(),
  interval: () => setInterval(() => kept, 1000),
  loop: () => { const draw = () => requestAnimationFrame(draw); draw(); },
  blob: () => URL.createObjectURL(new Blob(['kept'])),
  storage: () => localStorage.setItem(`game ${localStorage.length}`, 'kept'),
  fill: () => kept.push(new Uint8Array(8 * 1024 * 1024).fill(7)),
};
function startWorker() {
  const worker = new Worker('/worker.js');
  window.worker = worker;
  return worker;
}
window.inWorker = (source) => new Promise((resolve) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.postMessage(source);
});
window.game = { state: 'playing', frameNumber: 0 };
window.playWith = (leak) => { leaks[leak](); };
window.startWorker = startWorker;
"""
FILES = {"/": (PAGE, "text/html"), "/page.js": (PAGE_SCRIPT, "text/javascript"),
         "/worker.js": (WORKER, "text/javascript")}  # fmt: skip
Visit = Callable[[], Player]


class Visitor(Player):
    """Arrives when the page's script has run."""

    def arrive(self) -> None:
        super().arrive()
        self.window.page.wait_for_load_state()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body, kind = FILES.get(self.path, (b"", "text/plain"))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitor(browser: Browser, home: str) -> Iterator[Visit]:
    """Gives players whose window is open but has not arrived anywhere."""
    players: list[Player] = []

    def visit() -> Player:
        player = Visitor(browser.new_window("the player", home, trace=False), home)
        players.append(player)
        return player

    yield visit
    for player in players:
        player.leave()


@pytest.fixture
def page(visitor: Visit) -> Window:
    player = visitor()
    player.arrive()
    return player.window

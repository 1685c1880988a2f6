"""A DevTools session on each worker of a page, which Playwright for Python does not offer."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Error

from harness.probes.base import NotMeasurableError, ask_page
from harness.session.browser import Window
from harness.session.errors import PlayerError, first_line
from harness.session.waiting import wait_until

EYE = Path(__file__).with_name("worker_instrumentation.js")
GATE = Path(__file__).with_name("worker_message_gate.js")
LOOK_EVERY_MS = 1.0
REPLY_WITHIN_S = 10.0
Event = dict[str, Any]


@dataclass
class WorkerSession:
    """One worker: what it is, and how large its WebAssembly memory was at each change."""

    session_id: str
    url: str
    attached: bool = True
    seen: bool = False
    wasm_bytes: list[int] = field(default_factory=list)
    on_event: Callable[[str, Event], None] | None = None


class WorkerSessions:
    """Follows the workers of one page, from the first that starts after it was made.

    The page's session attaches to workers in its own stream of messages (``flatten: false``), because
    Playwright gives no way to address another session
    (https://chromedevtools.github.io/devtools-protocol/tot/Target/#method-setAutoAttach). Workers are not
    made to wait for the debugger: Playwright's own session lets them go before anybody else has a say. It is
    their first messages from the page that wait, for eight seconds at most (``worker_message_gate.js``).
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self._eye = EYE.read_text(encoding="utf-8")
        self._last_id = 0
        self._replies: dict[tuple[str, int], Event] = {}
        self._eyes: dict[int, WorkerSession] = {}
        self.all: list[WorkerSession] = []
        self._listeners = {
            "Target.attachedToTarget": self._attached,
            "Target.detachedFromTarget": self._detached,
            "Target.receivedMessageFromTarget": self._received,
        }
        for event, listener in self._listeners.items():
            window.cdp.on(event, listener)
        window.context.add_init_script(path=GATE)
        self._auto_attach(True)

    def install(self, script: str) -> None:
        """Runs it with the eye in every worker from now on; it may run twice in one."""
        self._eye += script

    @property
    def live(self) -> list[WorkerSession]:
        return [session for session in self.all if session.attached]

    def main(self) -> WorkerSession:
        """The newest that has Python, else the newest of all; NotMeasurableError where none lives."""
        newest_first = self.live[::-1]
        if not newest_first:
            raise NotMeasurableError("no Worker is there to be looked into")
        with_python = (each for each in newest_first if self.evaluate(each, "__memoryEye.hasPython()"))
        return next(with_python, newest_first[0])

    def ask(
        self,
        session: WorkerSession,
        method: str,
        params: Event | None = None,
        within_s: float = REPLY_WITHIN_S,
    ) -> Any:
        """One DevTools call on the worker; NotMeasurableError when it is gone, refuses or is silent."""
        return self.reply(session, self.send(session, method, params), within_s)

    def send(self, session: WorkerSession, method: str, params: Event | None = None) -> int:
        """Sends a call and does not wait; the number is for ``reply``. Calls are carried out in order."""
        self._last_id += 1
        number = self._last_id
        message = json.dumps({"id": number, "method": method, "params": params or {}})
        envelope = {"sessionId": session.session_id, "message": message}
        try:
            self._window.cdp.send("Target.sendMessageToTarget", envelope)
        except Error as error:
            raise NotMeasurableError(first_line(error)) from None
        return number

    def reply(self, session: WorkerSession, number: int, within_s: float = REPLY_WITHIN_S) -> Any:
        """What came back for a call that has been sent."""
        key = (session.session_id, number)
        try:
            reply = wait_until(
                lambda: self._replies.get(key),
                lambda reply: reply is not None or not session.attached,
                pause=lambda: self._window.pause(LOOK_EVERY_MS),
                within_s=within_s,
                what="the worker did not answer",
            )
        except PlayerError as error:
            raise NotMeasurableError(first_line(error)) from None
        finally:
            self._replies.pop(key, None)
        if reply is None:
            raise NotMeasurableError("the worker ended while it was asked")
        if "error" in reply:
            raise NotMeasurableError(str(reply["error"].get("message", "the worker refused")))
        return reply["result"]

    def pause(self, milliseconds: float) -> None:
        """Time in which the browser's events are taken in."""
        self._window.pause(milliseconds)

    def evaluate(self, session: WorkerSession, expression: str) -> Any:
        """A JSON value from the worker's global scope; None where the expression throws."""
        params = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        reply = self.ask(session, "Runtime.evaluate", params)
        return None if "exceptionDetails" in reply else reply["result"].get("value")

    def close(self) -> None:
        """Lets go of the workers; what the eye has wrapped in them works on."""
        if not self._listeners:
            return
        # a window that is gone has taken its listeners with it
        with contextlib.suppress(NotMeasurableError, Error):
            self._auto_attach(False)
            for event, listener in self._listeners.items():
                self._window.cdp.remove_listener(event, listener)
        self._listeners = {}

    def _auto_attach(self, wanted: bool) -> None:
        params = {"autoAttach": wanted, "waitForDebuggerOnStart": False, "flatten": False}
        ask_page(self._window, "Target.setAutoAttach", params)

    def _attached(self, event: Event) -> None:
        info = event["targetInfo"]
        if info["type"] not in ("worker", "shared_worker"):
            return
        session = WorkerSession(event["sessionId"], info["url"])
        self.all.append(session)
        self._open_eye(session)

    def _open_eye(self, session: WorkerSession) -> None:
        """Puts the eye into a worker; it stays one eye when it is put there twice."""
        try:
            self.send(session, "Runtime.addBinding", {"name": "__memoryGrown"})
            # noted beforehand: the reply may be here before the call has come back
            self._eyes[self._last_id + 1] = session
            self.send(session, "Runtime.evaluate", {"expression": self._eye})
        except NotMeasurableError:
            session.attached = False

    def _open_gate(self, reply: Event) -> None:
        """Lets the page's messages through to the worker once the eye is in it."""
        session = self._eyes.pop(reply["id"], None)
        if session is not None and not session.seen and "error" not in reply:
            session.seen = True
            with contextlib.suppress(Error):  # the page may be on its way elsewhere
                self._window.cdp.send("Runtime.evaluate", {"expression": "globalThis.__memoryGate?.()"})

    def _detached(self, event: Event) -> None:
        for session in self.all:
            if session.session_id == event["sessionId"]:
                session.attached = False
                self._replies = {
                    key: reply for key, reply in self._replies.items() if key[0] != session.session_id
                }

    def _received(self, event: Event) -> None:
        message = json.loads(event["message"])
        if "id" in message:
            self._replies[event["sessionId"], message["id"]] = message
            self._open_gate(message)
            return
        for session in self.all:
            if session.session_id == event["sessionId"]:
                self._hear(session, message["method"], message.get("params", {}))

    def _hear(self, session: WorkerSession, method: str, params: Event) -> None:
        if method == "Inspector.workerScriptLoaded":
            # a worker that was attached to before it had a global scope could not be given the eye
            self._open_eye(session)
        elif method == "Runtime.bindingCalled":
            session.wasm_bytes.append(int(params["payload"]))
        elif session.on_event is not None:
            session.on_event(method, params)

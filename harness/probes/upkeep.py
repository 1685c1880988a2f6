"""Layers beside all heaps: timers, pictures still to come, addresses of blobs, what the page stores."""

from __future__ import annotations

import contextlib
import math
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.probes.base import NotMeasurableError, Probe, ask_page, owner_name
from harness.probes.things import Things
from harness.probes.worker_sessions import WorkerSessions
from harness.session.browser import Window

SCRIPT = Path(__file__).with_name("upkeep.js")
SETTLED_WITHIN_S = 1.0
LOOK_EVERY_MS = 100.0
KEPT_GOING = ("window_timers", "window_frames", "object_urls")
UPKEEP = (*KEPT_GOING, "stored_entries")
"""Layers of which a heap snapshot shows nothing."""
READ = "globalThis[Symbol.for('harness.upkeep')]?.read()"
# what a page may not open holds nothing of it
STORED = """(async () => {
  const found = [];
  const tried = async (look) => { try { await look(); } catch {} };
  for (const area of ['localStorage', 'sessionStorage'])
    await tried(() => Object.keys(window[area]).forEach((key) => found.push(`${key} in ${area}`)));
  await tried(async () => {
    for (const {name} of await indexedDB.databases()) {
      const opened = await new Promise((resolve, reject) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = asked.onblocked = reject;
      });
      for (const store of opened.objectStoreNames) {
        const count = await new Promise((resolve, reject) => {
          const asked = opened.transaction(store).objectStore(store).count();
          asked.onsuccess = () => resolve(asked.result);
          asked.onerror = reject;
        });
        found.push(...Array(count).fill(`a record of ${name}/${store} in indexedDB`));
      }
      opened.close();
    }
  });
  await tried(async () => {
    for (const name of await caches.keys())
      for (const {url} of await (await caches.open(name)).keys()) found.push(`${url} of ${name} in caches`);
  });
  const filesOf = async (folder) => {
    for await (const entry of folder.values())
      entry.kind === 'file' ? found.push(`${entry.name} in files`) : await filesOf(entry);
  };
  await tried(async () => filesOf(await navigator.storage.getDirectory()));
  await tried(async () => {
    const registered = await navigator.serviceWorker.getRegistrations();
    found.push(...registered.map(({scope}) => `a service worker of ${scope}`));
  });
  found.push(...Array(history.length).fill("an entry of the window's history"));
  return found;
})()"""


class UpkeepProbe(Probe):
    """Make it before the pages are opened: what they begin with is noted from the first script on.
    Of Workers it knows those that ``sessions`` follow, one by window, from their first message on.

    What is stored is counted in entries; of its bytes the browser tells a private window's only in part
    (https://storage.spec.whatwg.org/#usage-and-quota).
    """

    layers = UPKEEP

    def __init__(self, windows: Sequence[Window], sessions: Sequence[WorkerSessions] = ()) -> None:
        super().__init__()
        self._windows = windows
        self._sessions = sessions
        self._things: list[dict[int, Things]] = [{} for _ in windows]
        self._fewest: list[dict[str, float]] = [{} for _ in windows]
        script = f"({SCRIPT.read_text(encoding='utf-8').strip().removesuffix(';')})();"
        for window in windows:
            window.context.add_init_script(script)
        for each in sessions:
            each.install(script)

    @property
    def page_things(self) -> Sequence[Mapping[int, Things]]:
        return self._things

    def after_game(self, game: int) -> None:
        by = time.monotonic() + SETTLED_WITHIN_S
        for seat, window in enumerate(self._windows):
            owner = owner_name(seat)
            try:
                found = self._settled(seat, window, by)
                found["stored_entries"] = _value(window, STORED)
            except NotMeasurableError as error:
                for layer in self.layers:
                    self._keep(layer, owner, game, None, str(error))
                continue
            for layer in self.layers:
                count = len(found[layer]) if layer in found else None
                self._keep(layer, owner, game, count, "the page was opened before anybody counted")
            # what differs in numbers alone is the same, but for the line of a script
            self._things[seat][game] = Counter(
                (layer, re.sub(r"(?<!:)\b\d+", "*", words)) for layer, said in found.items() for words in said
            )

    def at_frame(self, reading: int) -> None:
        self.after_game(reading)

    def _settled(self, seat: int, window: Window, by: float) -> dict[str, list[str]]:
        """What is kept going for longer than a request takes; what waits for an answer goes by itself."""
        while True:
            found = self._kept_going(seat, window)
            fewest = self._fewest[seat]
            over = any(len(places) > fewest.get(layer, math.inf) for layer, places in found.items())
            for layer, places in found.items():
                fewest[layer] = min(len(places), fewest.get(layer, math.inf))
            if not over or time.monotonic() > by:
                return found
            window.pause(LOOK_EVERY_MS)

    def _kept_going(self, seat: int, window: Window) -> dict[str, list[str]]:
        found: dict[str, list[str]] = _value(window, READ) or {}
        for sessions in self._sessions[seat : seat + 1]:
            for worker in sessions.live:
                # one that ends meanwhile keeps nothing going
                with contextlib.suppress(NotMeasurableError):
                    for layer, places in (sessions.evaluate(worker, READ) or {}).items():
                        found.setdefault(layer, []).extend(places)
        return found


def _value(window: Window, expression: str) -> Any:
    params = {"expression": expression, "returnByValue": True, "awaitPromise": True}
    reply = ask_page(window, "Runtime.evaluate", params)
    if "exceptionDetails" in reply:
        raise NotMeasurableError("the page refused to be asked")
    return reply["result"].get("value")

"""Event listeners of a page in words: their event, on what they listen, their function and its place.

Read after a failure only: the browser is asked for each of the page's objects that can be listened to
(https://chromedevtools.github.io/devtools-protocol/tot/DOMDebugger/#method-getEventListeners).
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from harness.probes.base import NotMeasurableError, ask_page
from harness.probes.live_objects import objects_under
from harness.session.browser import Window

GROUP = "listener-probe"
AT_MOST = 3_000
# text is seldom listened to, and there is much of it
TARGETS = f"""function () {{
  return this.filter((target) => !(target instanceof Text)
    && !Object.hasOwn(target, 'constructor')).slice(0, {AT_MOST});
}}"""
ON_THE_PAGE = "[window, document, ...document.querySelectorAll('*')]"
NAME = "function () { return this.name ?? this.handleEvent?.name ?? ''; }"


def listeners_of(window: Window) -> Counter[str]:
    """As 'resize on Window: onResize (game.js:120)'; NotMeasurableError where they cannot be told."""
    addresses: dict[str, str] = {}

    def note(event: dict[str, Any]) -> None:
        addresses[event["scriptId"]] = event["url"]

    window.cdp.on("Debugger.scriptParsed", note)
    try:
        # tells the address of each script; what stops for a debugger must not
        ask_page(window, "Debugger.enable")
        ask_page(window, "Debugger.setSkipAllPauses", {"skip": True})
        return _listed(window, addresses)
    finally:
        window.cdp.remove_listener("Debugger.scriptParsed", note)
        ask_page(window, "Debugger.disable")
        ask_page(window, "Runtime.releaseObjectGroup", {"objectGroup": GROUP})


def _listed(window: Window, addresses: dict[str, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    functions: dict[tuple[str, int, int], str] = {}
    params = {"objectId": _targets(window), "ownProperties": True}
    for entry in ask_page(window, "Runtime.getProperties", params)["result"]:
        target = entry.get("value", {})
        if not entry["name"].isdecimal() or "objectId" not in target:
            continue
        asked = {"objectId": target["objectId"]}
        for listener in ask_page(window, "DOMDebugger.getEventListeners", asked)["listeners"]:
            at = (listener["scriptId"], listener["lineNumber"], listener["columnNumber"])
            if at not in functions:
                functions[at] = _function(window, listener, addresses)
            found[f"{listener['type']} on {target.get('className', 'an object')}: {functions[at]}"] += 1
    return found


def _targets(window: Window) -> str:
    """The id of an array of all that may be listened to; of what is on the page where no more can be had."""
    try:
        objects = objects_under(window, "EventTarget.prototype", GROUP)
    except NotMeasurableError:
        params = {"expression": ON_THE_PAGE, "objectGroup": GROUP}
        return str(ask_page(window, "Runtime.evaluate", params)["result"]["objectId"])
    call = {"objectId": objects, "functionDeclaration": TARGETS, "objectGroup": GROUP}
    return str(ask_page(window, "Runtime.callFunctionOn", call)["result"]["objectId"])


def _function(window: Window, listener: dict[str, Any], addresses: dict[str, str]) -> str:
    """'onResize (game.js:120)'."""
    name = ""
    if (handler := listener.get("handler", {}).get("objectId")) is not None:
        call = {"objectId": handler, "functionDeclaration": NAME, "returnByValue": True}
        name = ask_page(window, "Runtime.callFunctionOn", call)["result"].get("value", "")
    file = urlsplit(addresses.get(listener["scriptId"], "")).path.rpartition("/")[2]
    return f"{name or 'a function'} ({file or 'a script'}:{listener['lineNumber'] + 1})"

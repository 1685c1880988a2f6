"""The network between two players, made bad by the browser itself: slow, lossy, cut off.

What it does to the sockets it does to WebRTC as well:
https://chromedevtools.github.io/devtools-protocol/tot/Network/#method-emulateNetworkConditions
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from harness.players.match import Match
from harness.session.browser import Window
from harness.session.errors import SettingError

T = TypeVar("T")
Trouble = Callable[[Match], None]
UNLIMITED = -1
# a packet is delayed where it leaves and where it arrives, on the way there and on the way back
DELAYS_A_ROUND_TRIP = 4
AWAY_MS = 2000.0
# the browser loses no packet that it does not delay as well
LEAST_DELAY_MS = 1.0


@dataclass(frozen=True)
class Network:
    """``round_trip_ms`` is added to what a packet takes to the other player and back, half of it at each
    player, or all of it at the ``slow`` one (0 or 1). Between two of them it changes all the time.
    ``lost_percent`` of the packets between the players never arrive.
    """

    round_trip_ms: tuple[float, float] = (0.0, 0.0)
    slow: int | None = None
    lost_percent: int = 0

    @property
    def changes(self) -> bool:
        return self.round_trip_ms[0] != self.round_trip_ms[1]

    def apply(self, windows: Sequence[Window], chance: random.Random) -> None:
        """From now on, in both windows; again and again where it changes."""
        delay_ms = chance.uniform(*self.round_trip_ms) / DELAYS_A_ROUND_TRIP
        for seat, window in enumerate(windows):
            share = 1 if self.slow is None else 2 * (seat == self.slow)
            set_network(window, share * delay_ms, self.lost_percent)


NETWORKS: Mapping[str, Network] = {
    "no trouble": Network(),
    "a round trip of 100 ms": Network((100, 100)),
    "a round trip of 200 ms": Network((200, 200)),
    "a round trip of 200 ms, all of it one player's": Network((200, 200), slow=1),
    "a round trip that changes between 10 and 150 ms": Network((10, 150)),
    "every tenth packet lost": Network(lost_percent=10),
    "no direct connection": Network(lost_percent=100),
}


def network_named(name: str) -> Network:
    """SettingError, with what there is, for a name that is not known."""
    return _named(name, NETWORKS, "network")


def trouble_named(name: str) -> Trouble:
    """SettingError, with what there is, for a name that is not known."""
    return _named(name, TROUBLES, "trouble")


def _named(name: str, known: Mapping[str, T], kind: str) -> T:
    if name not in known:
        raise SettingError(f"There is no {kind} called {name!r}; there are: {'; '.join(known)}.")
    return known[name]


def set_network(
    window: Window, latency_ms: float = 0.0, lost_percent: int = 0, *, offline: bool = False
) -> None:
    """What passes in and out of a window from now on."""
    conditions = {
        "offline": offline,
        "latency": max(latency_ms, LEAST_DELAY_MS if lost_percent else 0.0),
        "downloadThroughput": UNLIMITED,
        "uploadThroughput": UNLIMITED,
        "packetLoss": lost_percent,
    }
    window.send("Network.enable")
    window.send("Network.emulateNetworkConditions", **conditions)


def _sleep(match: Match) -> None:
    """The second player's page stands still, as a phone's browser lets a tab stand that nobody looks at.

    https://chromedevtools.github.io/devtools-protocol/tot/Page/#method-setWebLifecycleState
    """
    window = match.second.window
    window.send("Page.setWebLifecycleState", state="frozen")
    match.first.window.pause(AWAY_MS)
    window.send("Page.setWebLifecycleState", state="active")


def _cut_off(match: Match) -> None:
    """Nothing reaches or leaves the second player's page: neither the server's packets nor the partner's."""
    window = match.second.window
    set_network(window, lost_percent=100, offline=True)
    match.first.window.pause(AWAY_MS)
    set_network(window)


# what the browser does not delay from the start it cannot cut off later
IN_HAND = Network((4, 4))
TROUBLES: Mapping[str, Trouble] = {
    "the second player's tab sleeps for 2 s": _sleep,
    "the second player is offline for 2 s": _cut_off,
}

"""How many messages a socket may send."""

from __future__ import annotations

from game.server.flood import FloodGauge


def test_a_steady_player_is_never_refused() -> None:
    gauge = FloodGauge(100)
    assert all(gauge.allows(turn / 100) for turn in range(5000))


def test_a_burst_is_allowed_then_refused_then_allowed_again() -> None:
    gauge = FloodGauge(100)
    assert sum(gauge.allows(0.0) for _ in range(300)) == 200
    assert not gauge.allows(0.0)
    assert sum(gauge.allows(1.0) for _ in range(300)) == 100


def test_only_who_keeps_on_is_hopeless() -> None:
    gauge = FloodGauge(100)
    for _ in range(450):
        gauge.allows(0.0)
    assert not gauge.hopeless
    assert gauge.allows(10.0)
    for turn in range(1000):
        gauge.allows(10.0 + turn / 1000)
    assert gauge.hopeless

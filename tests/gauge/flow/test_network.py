"""What a player feels of the network is judged by the median of the worse player, over enough keys."""

from __future__ import annotations

from dataclasses import replace

from gauge.flow.network import PlayedOver, judge_keys, judge_reconnects, judge_transport, network_table
from gauge.verdict import Outcome


def player(who: str, *keys_ms: float, transport: str = "webrtc") -> PlayedOver:
    return PlayedOver(who, keys_ms, 8.0, 240, 3, transport)


def test_the_worse_player_decides() -> None:
    players = [player("player 1", 90, 100, 100, 110, 400), player("player 2", 210, 220, 230, 240, 250)]
    verdict = judge_keys(players, 230)
    assert verdict.outcome is Outcome.PASSED
    assert verdict.sentence == (
        "From a key to its picture: median 230 ms for player 2 (limit: at most 230 ms; 10 keys of 2 players, "
        "slowest 400 ms). 30.0 frames per second, 3 frames waited for, by webrtc."
    )
    assert judge_keys(players, 229).outcome is Outcome.FAILED


def test_too_few_keys_are_not_a_pass() -> None:
    verdict = judge_keys([player("player 1", 90, 100)], 300)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "player 1: 2 keys" in verdict.sentence
    assert judge_keys([], 300).outcome is Outcome.INCONCLUSIVE


def test_both_have_to_be_connected_as_asked() -> None:
    relayed = player("player 1", transport="relay")
    assert judge_transport([relayed, relayed], "relay").outcome is Outcome.PASSED
    verdict = judge_transport([relayed, player("player 2")], "relay")
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence == "Connected by relay, webrtc (asked: relay)."
    assert "30" in network_table([relayed]).text()


def test_who_was_not_cut_off_did_not_come_back() -> None:
    cut_off = replace(player("player 2"), reconnects=1)
    assert judge_reconnects(cut_off).outcome is Outcome.PASSED
    assert judge_reconnects(None).outcome is Outcome.INCONCLUSIVE
    assert judge_reconnects(replace(cut_off, stalled=0)).outcome is Outcome.FAILED
    verdict = judge_reconnects(player("player 2"))
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence == (
        "The line of player 2 came back 0 times, and 3 frames had to wait (asked: at least 1 of each)."
    )

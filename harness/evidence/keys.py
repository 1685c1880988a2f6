"""Attaches what games of two people at their keyboards have measured."""

from __future__ import annotations

from gauge.latency.key_chart import keys_shown
from gauge.latency.key_delay import key_table
from gauge.latency.key_file import write_keys
from gauge.verdict import Verdict
from harness.evidence.attachments import attach, attach_pictures, attach_text, attach_verdict
from harness.experiments.key_games import KeyGames
from reporting.evidence import chart, samples


def attach_keys(games: KeyGames, verdict: Verdict, margin_ms: float) -> Verdict:
    """Every key as a picture, a table and a file of raw samples; gives the verdict back to be judged."""
    more = []
    if games.keys:
        more.append(chart("From a key to its picture", keys_shown(games.keys, margin_ms, verdict)))
    attach_verdict(verdict, more)
    attach_text("From a key to its picture (table)", key_table(games.keys).text())
    attach([samples("Every key (raw samples)", write_keys(games.keys, margin_ms))])
    attach_pictures(games.pictures)
    return verdict

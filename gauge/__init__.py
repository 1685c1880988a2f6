"""Measures: samples, statistics, verdicts, evidence and the report.

Nothing in here drives a browser or knows behave: readings come in as frozen
dataclasses, verdicts and attachments go out. The statistics can therefore be
tested, and a verdict recomputed, without a game.
"""

"""Latency: step samples, their statistics and verdicts (VALID-03, WORKER-02)."""

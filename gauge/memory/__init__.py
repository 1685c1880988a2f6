"""Memory: readings of every layer, their trends and verdicts (VALID-04)."""

"""How many messages a socket may send: a token bucket with a memory for those who do not stop."""

from __future__ import annotations

# Refusals in a row (without the bucket having filled up in between) after which a socket is given up.
_HOPELESS_REFUSALS = 300


class FloodGauge:
    """Allows `per_second` messages a second on average, and bursts of twice as many."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._burst = 2.0 * per_second
        self._tokens = self._burst
        self._last_seconds: float | None = None
        self._refused = 0

    def allows(self, now_seconds: float) -> bool:
        """Whether one more message is fine at `now_seconds` of a clock that never goes back."""
        if self._last_seconds is not None:
            gained = (now_seconds - self._last_seconds) * self._per_second
            self._tokens = min(self._burst, self._tokens + gained)
        self._last_seconds = now_seconds
        if self._tokens >= self._burst:
            self._refused = 0
        if self._tokens < 1.0:
            self._refused += 1
            return False
        self._tokens -= 1.0
        return True

    @property
    def hopeless(self) -> bool:
        """Whether refusing has not helped for so long that the socket is better closed."""
        return self._refused > _HOPELESS_REFUSALS

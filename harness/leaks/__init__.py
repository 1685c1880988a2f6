"""Games that leak on purpose, made so from outside: what the memory gauges have to find."""

from harness.leaks.known import leak_named
from harness.leaks.leak import NO_LEAK, Leak

__all__ = ["NO_LEAK", "Leak", "leak_named"]

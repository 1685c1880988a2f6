"""A small pseudo-random generator whose whole state is one 32-bit number.

Xorshift after Marsaglia 2003, "Xorshift RNGs" (Journal of Statistical Software 8/14), triple 13-17-5, period
2**32 - 1. Python's own generator would do too, but its state is 625 numbers, too much to keep in every saved
kitchen.
"""

from __future__ import annotations

from reprlib import repr as brief

MAX_SEED = 2**32 - 1
_MASK = 0xFFFFFFFF
# Any constant other than 0 would do: the all-zero state is the one that xorshift cannot leave.
_STATE_FOR_ZERO = 0x9E3779B9


class Xorshift32:
    """A generator with the state in ``state`` (1 to 2**32 - 1)."""

    __slots__ = ("state",)

    def __init__(self, seed: int) -> None:
        """Start from ``seed``; see :meth:`reseed`."""
        self.state = 0
        self.reseed(seed)

    def reseed(self, seed: int) -> None:
        """Start again from ``seed`` (0 to 2**32 - 1); raises ValueError for anything else.

        Neighbouring seeds are spread over the state space by the finaliser of MurmurHash3, a bijection on 32
        bits.
        """
        if type(seed) is not int or not 0 <= seed <= MAX_SEED:
            raise ValueError(f"Seed {brief(seed)} is not usable: give a whole number from 0 to {MAX_SEED}.")
        mixed = (seed ^ (seed >> 16)) * 0x85EBCA6B & _MASK
        mixed = (mixed ^ (mixed >> 13)) * 0xC2B2AE35 & _MASK
        self.state = (mixed ^ (mixed >> 16)) or _STATE_FOR_ZERO

    def below(self, bound: int) -> int:
        """Draw a number from 0 to ``bound`` - 1."""
        state = self.state
        state ^= state << 13 & _MASK
        state ^= state >> 17
        state ^= state << 5 & _MASK
        self.state = state
        return state * bound >> 32

"""The kitchen as an environment: reset, step, look, save, restore."""

from __future__ import annotations

from dataclasses import dataclass
from reprlib import repr as brief
from typing import Any

from .drawing import Drawing, Picture, draw
from .layouts import Layout, layout_named
from .observation import ObservationWriter
from .rng import Xorshift32
from .rules import ACTION_COUNT, Cook, Pot, State, advance
from .snapshot import StateHasher, from_snapshot, to_snapshot

MAX_HORIZON_FRAMES = 100_000


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step did.

    ``frame``: frames played so far; ``rewards``: points of this step for either cook; ``score``: points of
    the episode so far; ``done``: whether this was the last frame.
    """

    frame: int
    rewards: tuple[int, int]
    score: int
    done: bool


class Kitchen:
    """Two cooks in one kitchen for an episode of ``horizon`` frames.

    The same seed and actions give byte-identical states wherever Python runs. After :meth:`reset`,
    :meth:`step` and :meth:`set_state` the observations are up to date. Until the first reset or set_state,
    whatever needs a state raises ValueError.
    """

    def __init__(self, layout: str | Layout, horizon: int) -> None:
        """Build the kitchen.

        ``layout``: the name of a built-in kitchen, or one from ``parse_layout``. ``horizon``: frames in an
        episode, 1 to 100,000. Raises ValueError when either is not usable.
        """
        if type(horizon) is not int or not 1 <= horizon <= MAX_HORIZON_FRAMES:
            raise ValueError(
                f"Horizon {brief(horizon)} is not usable: give a whole number from 1 to {MAX_HORIZON_FRAMES}."
            )
        self.layout = layout if isinstance(layout, Layout) else layout_named(layout)
        self.horizon = horizon
        self._rng = Xorshift32(0)
        self._state: State | None = None
        self._writer = ObservationWriter(self.layout)
        self._hasher = StateHasher(self.layout, horizon)

    def reset(self, seed: int | None = None) -> StepResult:
        """Start an episode and return frame 0.

        The generator decides which cook starts where and which way each faces. ``seed`` (0 to 2**32 - 1)
        seeds it first; without one it goes on from where it is. Raises ValueError for a seed out of range.
        """
        if seed is not None:
            self._rng.reseed(seed)
        first, second = self.layout.starts
        if self._rng.below(2):
            first, second = second, first
        cooks = (Cook(first, self._rng.below(4)), Cook(second, self._rng.below(4)))
        self._state = State(cooks, {cell: Pot() for cell in self.layout.pots}, {})
        return self._look(self._state)

    def step(self, actions: tuple[int, int]) -> StepResult:
        """Advance one frame with cook 0's and cook 1's action.

        Actions: 0 up, 1 down, 2 left, 3 right, 4 interact, 5 toggle (does nothing), 6 noop. Rewards are in
        points and shared: both cooks get the points of every soup served. Raises ValueError before the first
        reset, after the last frame, and for anything but two whole numbers from 0 to 6; the state is then
        unchanged.
        """
        state = self._current()
        if state.frame >= self.horizon:
            raise ValueError(f"The episode of {self.horizon} frames is over: call reset before another step.")
        try:
            first, second = actions
        except (TypeError, ValueError):
            raise ValueError(
                f"Actions {brief(actions)} are not usable: give two, one for each cook."
            ) from None
        for cook, action in enumerate((first, second)):
            # bool is a subclass of int; True is a mistake, not "down".
            if type(action) is not int or not 0 <= action < ACTION_COUNT:
                raise ValueError(
                    f"Action {brief(action)} of cook {cook} is not usable: "
                    f"give a whole number from 0 to {ACTION_COUNT - 1}."
                )
        points = advance(self.layout, state, first, second)
        return self._look(state, points)

    def render(self) -> Picture:
        """Return the terrain and the drawing of the current frame."""
        return {"terrain": list(self.layout.terrain), "drawing": self.drawing()}

    def drawing(self) -> Drawing:
        """Return all that moves, as short lists."""
        state = self._current()
        return draw(self.layout, state, self.horizon - state.frame)

    def get_state(self) -> dict[str, Any]:
        """Return the whole state, generator included, as a new dictionary of JSON types."""
        return to_snapshot(self.layout, self.horizon, self._current(), self._rng.state)

    def set_state(self, data: Any) -> StepResult:
        """Go to a state from :meth:`get_state` of a kitchen with the same layout and horizon.

        Raises ValueError with the field at fault when ``data`` is damaged; the kitchen is then unchanged.
        """
        self._state, self._rng.state = from_snapshot(self.layout, self.horizon, data)
        return self._look(self._state)

    def seed_rng(self, seed: int) -> None:
        """Seed the generator (0 to 2**32 - 1), and nothing else; the next reset without a seed uses it."""
        self._rng.reseed(seed)

    def state_hash(self) -> str:
        """Return 16 hexadecimal digits that stand for layout, horizon, state and generator."""
        return self._hasher.hash(self._current(), self._rng.state)

    @property
    def observations(self) -> tuple[memoryview, memoryview]:
        """Both cooks' observations: read-only uint8 of shape (width, height, 26), see ``CHANNELS``.

        They look at one buffer that the next step refills; copy what must last.
        """
        self._current()
        whole = memoryview(self._writer.buffer).toreadonly()
        half = len(whole) // 2
        return whole[:half].cast("B", self._writer.shape), whole[half:].cast("B", self._writer.shape)

    @property
    def observation_buffer(self) -> bytearray:
        """The bytes of :attr:`observations`, shape (2, width, height, 26); always the same object."""
        return self._writer.buffer

    @property
    def frame(self) -> int:
        """Frames played in this episode."""
        return self._current().frame

    @property
    def score(self) -> int:
        """Points earned in this episode; every soup counts once."""
        return self._current().score

    @property
    def done(self) -> bool:
        """Whether the last frame has been played."""
        return self._current().frame >= self.horizon

    def _current(self) -> State:
        if self._state is None:
            raise ValueError("The kitchen has no state yet: call reset first.")
        return self._state

    def _look(self, state: State, points: int = 0) -> StepResult:
        frames_left = self.horizon - state.frame
        self._writer.write(state, frames_left)
        return StepResult(state.frame, (points, points), state.score, frames_left == 0)

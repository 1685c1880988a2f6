"""A small game for two, in pure Python: both run over a grid and pick up coins together.

This file is sent to the players' pages as it stands and runs there in Pyodide.
"""

import random

import numpy as np
from mug.rendering import Surface

SIZE = 7
PIXELS = 350
COINS = 4
FRAMES = 300
MOVES = {0: (0, -1), 1: (0, 1), 2: (-1, 0), 3: (1, 0), 4: (0, 0)}


class CoinRun:
    """Two players, 0 and 1; an action is one of MOVES. The state is a dict of plain numbers and lists."""

    def __init__(self, frames=FRAMES):
        self.frames = frames
        self.surface = Surface(PIXELS, PIXELS)
        self.reset()

    def reset(self, seed=None):
        # the pages compare the state in which each begins
        self.seed = seed or 7
        self.t = 0
        self.score = 0
        self.players = [[0, 0], [SIZE - 1, SIZE - 1]]
        self.coins = []
        while len(self.coins) < COINS:
            self.coins.append(self._free_cell())
        return self._observations(), {0: {}, 1: {}}

    def step(self, actions):
        self.t += 1
        gained = 0
        for player, cell in enumerate(self.players):
            dx, dy = MOVES[actions.get(player, 4)]
            cell[:] = [min(max(cell[0] + dx, 0), SIZE - 1), min(max(cell[1] + dy, 0), SIZE - 1)]
            if cell in self.coins:
                self.coins[self.coins.index(cell[:])] = self._free_cell()
                gained += 1
        self.score += gained
        over = self.t >= self.frames
        both = {0: float(gained), 1: float(gained)}
        return self._observations(), both, {0: over, 1: over}, {0: False, 1: False}, {0: {}, 1: {}}

    def render(self):
        width = PIXELS / SIZE
        for x, y in self.coins:
            self.surface.circle(color="#e0a800", x=(x + 0.5) * width, y=(y + 0.5) * width, radius=width / 4)
        for (x, y), color in zip(self.players, ("#c0392b", "#2980b9"), strict=True):
            self.surface.rect(color=color, x=x * width + 4, y=y * width + 4, w=width - 8, h=width - 8)
        return self.surface.commit().to_dict()

    def get_state(self):
        return {
            "seed": self.seed,
            "t": self.t,
            "score": self.score,
            "players": [list(cell) for cell in self.players],
            "coins": [list(cell) for cell in self.coins],
        }

    def set_state(self, state):
        self.seed, self.t, self.score = state["seed"], state["t"], state["score"]
        self.players = [list(cell) for cell in state["players"]]
        self.coins = [list(cell) for cell in state["coins"]]

    def _free_cell(self):
        # from the state alone, so that a step that is taken back and made again gives the same
        chance = random.Random(f"{self.seed} {self.t} {self.score} {self.coins}")
        taken = [*self.players, *self.coins]
        return chance.choice([[x, y] for x in range(SIZE) for y in range(SIZE) if [x, y] not in taken])

    def _observations(self):
        flat = [*self.players[0], *self.players[1], *(n for coin in self.coins for n in coin)]
        return {player: np.array(flat, dtype=np.float32) for player in (0, 1)}


env = CoinRun()

"""The rules of the kitchen: what one step does to its state.

They are the rules of Carroll et al. 2019, "On the Utility of Learning about Humans for Human-AI
Coordination", with the dynamics of that paper: a pot starts to cook by itself in the step in which its third
onion goes in (later versions of Overcooked-AI wait for an empty-handed interact). The order within a step is
theirs as well:

1. interactions, cook 0 before cook 1, each with the cell the cook faced before the step;
2. movements, both at once: a cook turns to where it wants to go and goes there if that cell is floor; when
   both would stand on one cell, or would change places, both stay where they are (turned);
3. cooking: every full pot gains one tick. The step of the third onion gives the first tick, so a soup is
   ready ``COOK_TIME`` - 1 steps later.

Rewards are shared (common payoff): a soup served gives ``DELIVERY_POINTS`` to both cooks; the score counts it
once.
"""

from __future__ import annotations

from dataclasses import dataclass

from .layouts import COUNTER, DISHES, FLOOR, ONIONS, POT, SERVING, Layout

UP, DOWN, LEFT, RIGHT, INTERACT, TOGGLE, NOOP = range(7)
ACTION_COUNT = 7

COOK_TIME = 20
"""Ticks, so steps, from the step of the third onion (counted) to a soup that is ready."""
ONIONS_PER_SOUP = 3
DELIVERY_POINTS = 20

NOTHING, ONION, DISH, SOUP = "", "onion", "dish", "soup"
KINDS = (NOTHING, ONION, DISH, SOUP)


@dataclass(slots=True)
class Cook:
    """One cook: the cell it stands on, the direction it faces (0 to 3, as the actions), what it holds."""

    cell: int
    facing: int
    held: str = NOTHING


@dataclass(slots=True)
class Pot:
    """One pot: onions in it (0 to 3) and ticks cooked (0 not cooking, ``COOK_TIME`` ready)."""

    onions: int = 0
    ticks: int = 0


@dataclass(slots=True)
class State:
    """All that changes in an episode: every pot by its cell, and the things on counters by theirs."""

    cooks: tuple[Cook, Cook]
    pots: dict[int, Pot]
    things: dict[int, str]
    frame: int = 0
    score: int = 0


def advance(layout: Layout, state: State, first: int, second: int) -> int:
    """Take one step with the two cooks' actions (0 to 6) and return the points it earned."""
    points = 0
    cook0, cook1 = state.cooks
    if first == INTERACT:
        points += _interact(layout, state, cook0)
    if second == INTERACT:
        points += _interact(layout, state, cook1)
    if first < INTERACT or second < INTERACT:
        _move(layout, cook0, cook1, first, second)
    for pot in state.pots.values():
        if pot.onions == ONIONS_PER_SOUP and pot.ticks < COOK_TIME:
            pot.ticks += 1
    state.frame += 1
    state.score += points
    return points


def _move(layout: Layout, cook0: Cook, cook1: Cook, first: int, second: int) -> None:
    target0 = _turn_and_aim(layout, cook0, first)
    target1 = _turn_and_aim(layout, cook1, second)
    trade_places = target0 == cook1.cell and target1 == cook0.cell
    if target0 != target1 and not trade_places:
        cook0.cell = target0
        cook1.cell = target1


def _turn_and_aim(layout: Layout, cook: Cook, action: int) -> int:
    if action >= INTERACT:
        return cook.cell
    cook.facing = action
    target = cook.cell + layout.deltas[action]
    return target if layout.cells[target] == FLOOR else cook.cell


def _interact(layout: Layout, state: State, cook: Cook) -> int:
    """Let a cook work at the cell it faces, which may come to nothing; returns the points earned."""
    cell = cook.cell + layout.deltas[cook.facing]
    station = layout.cells[cell]
    if station == COUNTER:
        _use_counter(state.things, cell, cook)
    elif station == POT:
        _use_pot(state.pots[cell], cook)
    elif station == SERVING:
        if cook.held == SOUP:
            cook.held = NOTHING
            return DELIVERY_POINTS
    elif cook.held == NOTHING:
        if station == ONIONS:
            cook.held = ONION
        elif station == DISHES:
            cook.held = DISH
    return 0


def _use_counter(things: dict[int, str], cell: int, cook: Cook) -> None:
    if cook.held == NOTHING:
        cook.held = things.pop(cell, NOTHING)
    elif cell not in things:
        things[cell] = cook.held
        cook.held = NOTHING


def _use_pot(pot: Pot, cook: Cook) -> None:
    if cook.held == ONION and pot.onions < ONIONS_PER_SOUP:
        pot.onions += 1
        cook.held = NOTHING
    elif cook.held == DISH and pot.ticks == COOK_TIME:
        pot.onions = 0
        pot.ticks = 0
        cook.held = SOUP

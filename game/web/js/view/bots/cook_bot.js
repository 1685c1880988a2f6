/**
 * A cook that plays by itself: takes onions to the pot, fetches dishes, serves soup, and makes way for the other cook.
 * The same for the same game and player, since it follows from what it sees and from the game's seed alone.
 *
 * @typedef {import('../../session/types.js').Drawing} Drawing
 * @typedef {import('../../session/types.js').KitchenReply} KitchenReply
 * @typedef {import('./goals.js').Scene} Scene
 */
import { INTERACT, NOOP } from '../actions.js';
import { nextGoal } from './goals.js';
import { KitchenMap, UNREACHABLE } from './kitchen_map.js';
import { chance } from './random.js';

/** Who carries more goes first in a corridor too narrow for two. */
const PRECEDENCE = ['', 'onion', 'dish', 'soup'];
const DODGE_CHANCE = 0.5;

export class CookBot {
  #playerId;
  #seed;
  #turnFrames;
  /** @type {{ map: KitchenMap, cookTime: number } | null} */
  #kitchen = null;
  /** @type {number | null} where it stood when it last tried to walk */
  #walkedFrom = null;

  /** @param {{ playerId: number, seed: number, inputDelay: number }} matched */
  constructor({ playerId, seed, inputDelay }) {
    this.#playerId = playerId;
    this.#seed = seed;
    // One decision at a time: the next one is made when the last has had its effect, which takes the input delay.
    this.#turnFrames = inputDelay + 1;
  }

  /** @param {Pick<KitchenReply, 'width' | 'terrain' | 'cookTime'>} kitchen */
  open(kitchen) {
    this.#kitchen = { map: new KitchenMap(kitchen), cookTime: kitchen.cookTime };
  }

  close() {
    this.#kitchen = null;
  }

  /** @param {number} frame @param {Drawing | null} drawing */
  sample(frame, drawing) {
    if (!this.#kitchen || !drawing || frame % this.#turnFrames !== 0) return NOOP;
    const [, , facing] = drawing.cooks[this.#playerId];
    return this.#decide(this.#look(this.#kitchen, drawing), facing, frame);
  }

  /**
   * @param {{ map: KitchenMap, cookTime: number }} kitchen
   * @param {Drawing} drawing
   * @returns {Scene}
   */
  #look({ map, cookTime }, { cooks, pots, things }) {
    const view = (/** @type {number} */ id) => {
      const [x, y, , held] = cooks[id];
      const cell = map.cell(x, y);
      return { cell, held, distances: map.distances([cell]) };
    };
    return {
      map,
      cookTime,
      playerId: this.#playerId,
      me: view(this.#playerId),
      partner: view(1 - this.#playerId),
      pots: pots.map(([x, y, onions, ticks]) => ({ cell: map.cell(x, y), onions, ticks })),
      things: new Map(things.map(([x, y, kind]) => [map.cell(x, y), kind])),
    };
  }

  /** @param {Scene} scene @param {number} facing @param {number} frame */
  #decide(scene, facing, frame) {
    const { map, me } = scene;
    const stuck = this.#walkedFrom === me.cell;
    this.#walkedFrom = null;
    if (stuck && chance(this.#seed, this.#playerId, frame) < DODGE_CHANCE) return this.#dodge(scene, frame);
    const goal = nextGoal(scene);
    if (goal === null) return this.#makeRoom(scene, frame);
    const towards = map.direction(me.cell, goal);
    if (towards < 0) return this.#walk(scene, goal, frame);
    if (towards !== facing) return towards;
    return this.#isWorth(scene, goal) ? INTERACT : NOOP;
  }

  /** A dish at a pot that still cooks waits. @param {Scene} scene @param {number} goal */
  #isWorth({ me, pots, cookTime }, goal) {
    const pot = pots.find((each) => each.cell === goal);
    return !(me.held === 'dish' && pot && pot.ticks < cookTime);
  }

  /**
   * The cook that goes first keeps to the straight way; the other one goes round it or out of its way.
   *
   * @param {Scene} scene
   * @param {number} goal
   * @param {number} frame
   */
  #walk(scene, goal, frame) {
    const { map, me, partner } = scene;
    const around = map.floorAround(goal);
    const straight = this.#downhill(map, me.cell, map.distances(around));
    const goesFirst = this.#rank(me.held, this.#playerId) > this.#rank(partner.held, 1 - this.#playerId);
    const round = goesFirst ? null : this.#downhill(map, me.cell, map.distances(around, partner.cell));
    const direction = round ?? straight;
    if (direction === null) return NOOP;
    if (!goesFirst && map.next(me.cell, direction) === partner.cell) return this.#dodge(scene, frame);
    this.#walkedFrom = me.cell;
    return direction;
  }

  /** @param {string} held @param {number} playerId */
  #rank(held, playerId) {
    return 2 * PRECEDENCE.indexOf(held) + (playerId === 0 ? 1 : 0);
  }

  /** @param {KitchenMap} map @param {number} cell @param {readonly number[]} distances @returns {number | null} */
  #downhill(map, cell, distances) {
    if (distances[cell] === UNREACHABLE) return null;
    const direction = [0, 1, 2, 3].find((each) => distances[map.next(cell, each)] < distances[cell]);
    return direction ?? null;
  }

  /** Somewhere free, drawn by lot. @param {Scene} scene @param {number} frame */
  #dodge({ map, me, partner }, frame) {
    const free = [0, 1, 2, 3].filter((direction) => {
      const cell = map.next(me.cell, direction);
      return map.isFloor(cell) && cell !== partner.cell;
    });
    if (free.length === 0) return NOOP;
    return free[Math.floor(chance(this.#seed, this.#playerId + 2, frame) * free.length)];
  }

  /** Nothing to do: not in the other's way at least. @param {Scene} scene @param {number} frame */
  #makeRoom(scene, frame) {
    return scene.me.distances[scene.partner.cell] <= 1 ? this.#dodge(scene, frame) : NOOP;
  }
}

/**
 * What a cook does next: the cell to work at, or null when there is nothing to do. A greedy plan, made anew each turn from
 * the picture alone, so both cooks know what the other one wants without a word.
 *
 * @typedef {import('./kitchen_map.js').KitchenMap} KitchenMap
 * @typedef {{ cell: number, held: string, distances: readonly number[] }} CookView  distances as if alone in the kitchen
 * @typedef {{ cell: number, onions: number, ticks: number }} PotView
 * @typedef {object} Scene
 * @property {KitchenMap} map
 * @property {number} cookTime
 * @property {number} playerId
 * @property {CookView} me
 * @property {CookView} partner
 * @property {PotView[]} pots
 * @property {Map<number, string>} things  what lies on counters, by cell
 */
import { UNREACHABLE } from './kitchen_map.js';

const ONIONS_PER_SOUP = 3;

/** @param {Scene} scene @returns {number | null} */
export function nextGoal(scene) {
  const { held } = scene.me;
  if (held === 'soup') return nearest(scene, scene.map.stations('S')) ?? handOver(scene);
  if (held === 'onion') return onionGoal(scene);
  if (held === 'dish') return dishGoal(scene);
  return emptyHandedGoal(scene);
}

/** @param {Scene} scene */
function onionGoal(scene) {
  if (!reachesPot(scene)) return handOver(scene);
  const open = scene.pots.filter((pot) => pot.ticks === 0 && pot.onions < ONIONS_PER_SOUP);
  // A pot that has begun is filled before the next one is.
  const pot = best(open, (each) => scene.map.reach(each.cell, scene.me.distances) - 2 * each.onions);
  if (pot) return pot.cell;
  return dishesWanted(scene) > 0 ? putDown(scene) : null;
}

/** @param {Scene} scene */
function dishGoal(scene) {
  if (!reachesPot(scene)) return handOver(scene);
  const cooking = cookingPots(scene);
  const cells = cooking.map((pot) => pot.cell);
  const surplus = scene.partner.held === 'dish' && cooking.length < 2;
  if (cooking.length === 0 || (surplus && partnerIsNearer(scene, cells))) return putDown(scene);
  const soonest = best(cooking, (pot) => {
    const reach = scene.map.reach(pot.cell, scene.me.distances);
    return Math.max(reach, scene.cookTime - pot.ticks) + reach / 100;
  });
  return soonest?.cell ?? null;
}

/** @param {Scene} scene */
function emptyHandedGoal(scene) {
  const { map, things } = scene;
  const lying = (/** @type {string} */ kind) => [...things].filter(([, each]) => each === kind).map(([cell]) => cell);
  const servable = nearest(scene, map.stations('S')) === null ? null : nearest(scene, lying('soup'));
  if (servable !== null) return servable;
  // What a cook without a pot has put where the other can take it is not to be taken back.
  const mine = (/** @type {number} */ cell) => reachesPot(scene) || !isShared(scene, cell);
  const dish = nearest(scene, [...map.stations('D'), ...lying('dish').filter(mine)]);
  const onion = nearest(scene, [...map.stations('O'), ...lying('onion').filter(mine)]);
  const dishes = dishesWanted(scene);
  const onions = onionsWanted(scene);
  const dishIsMine = dishes > 1 || !leaveToPartner(scene, [...map.stations('D'), ...lying('dish')]);
  const onionIsMine = onions > 1 || !leaveToPartner(scene, [...map.stations('O'), ...lying('onion')]);
  if (dishes > 0 && dish !== null && dishIsMine) return dish;
  if (onions > 0 && onion !== null && onionIsMine) return onion;
  return null;
}

/** @param {Scene} scene */
function reachesPot({ map, me, pots }) {
  return pots.some((pot) => map.reach(pot.cell, me.distances) < UNREACHABLE);
}

/** @param {Scene} scene */
function cookingPots({ pots }) {
  return pots.filter((pot) => pot.ticks > 0);
}

/** Dishes that still have to be fetched. @param {Scene} scene */
function dishesWanted(scene) {
  return cookingPots(scene).length - underway(scene, 'dish');
}

/** Onions that still have to be fetched. @param {Scene} scene */
function onionsWanted(scene) {
  const lacking = scene.pots.map((pot) => (pot.ticks > 0 ? 0 : ONIONS_PER_SOUP - pot.onions));
  return lacking.reduce((sum, each) => sum + each, 0) - underway(scene, 'onion');
}

/** @param {Scene} scene @param {string} kind */
function underway(scene, kind) {
  const carried = scene.partner.held === kind ? 1 : 0;
  if (reachesPot(scene)) return carried;
  const waiting = [...scene.things].filter(([cell, each]) => each === kind && isShared(scene, cell));
  return carried + waiting.length;
}

/**
 * Both are empty-handed and the partner is better placed to do the whole errand: then it is the partner's.
 *
 * @param {Scene} scene
 * @param {number[]} sources
 */
function leaveToPartner(scene, sources) {
  const { map, partner, pots } = scene;
  const partnerReachesPot = pots.some((pot) => map.reach(pot.cell, partner.distances) < UNREACHABLE);
  return partner.held === '' && partnerReachesPot && partnerIsNearer(scene, sources);
}

/** @param {Scene} scene @param {number[]} cells */
function partnerIsNearer({ map, me, partner, playerId }, cells) {
  const mine = Math.min(UNREACHABLE, ...cells.map((cell) => map.reach(cell, me.distances)));
  const theirs = Math.min(UNREACHABLE, ...cells.map((cell) => map.reach(cell, partner.distances)));
  return theirs < mine || (theirs === mine && playerId === 1);
}

/** A counter that both cooks reach, for what this one cannot use itself. @param {Scene} scene */
function handOver(scene) {
  const free = freeCounters(scene).filter((cell) => isShared(scene, cell));
  const { map, me, partner } = scene;
  const counter = best(free, (cell) => map.reach(cell, me.distances) + map.reach(cell, partner.distances) / 10);
  return counter ?? null;
}

/** @param {Scene} scene */
function putDown(scene) {
  return nearest(scene, freeCounters(scene));
}

/** @param {Scene} scene */
function freeCounters({ map, things }) {
  return map.stations('X').filter((cell) => !things.has(cell));
}

/** @param {Scene} scene @param {number} cell */
function isShared({ map, me, partner }, cell) {
  return map.reach(cell, me.distances) < UNREACHABLE && map.reach(cell, partner.distances) < UNREACHABLE;
}

/** @param {Scene} scene @param {number[]} cells @returns {number | null} */
function nearest({ map, me }, cells) {
  return best(cells, (cell) => map.reach(cell, me.distances)) ?? null;
}

/**
 * The first of those with the least cost; undefined when none can be reached.
 *
 * @template Value
 * @param {readonly Value[]} values
 * @param {(value: Value) => number} costOf
 */
function best(values, costOf) {
  /** @type {Value | undefined} */
  let found;
  let least = UNREACHABLE;
  for (const value of values) {
    const cost = costOf(value);
    if (cost < least) {
      least = cost;
      found = value;
    }
  }
  return found;
}

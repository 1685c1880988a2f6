/** Where a cook can walk and what it can reach. Cells are numbered row by row. */
import { STEPS } from '../actions.js';

export const UNREACHABLE = Infinity;

export class KitchenMap {
  #letters;
  #deltas;

  /** @param {{ width: number, terrain: readonly string[] }} kitchen */
  constructor({ width, terrain }) {
    this.width = width;
    this.#letters = terrain.join('');
    this.#deltas = STEPS.map(([dx, dy]) => dx + dy * width);
  }

  /** @param {number} x @param {number} y */
  cell(x, y) {
    return x + y * this.width;
  }

  /** @param {number} cell */
  isFloor(cell) {
    return this.#letters[cell] === ' ';
  }

  /** The cell next to this one in a direction. @param {number} cell @param {number} direction */
  next(cell, direction) {
    return cell + (this.#deltas[direction] ?? 0);
  }

  /** All cells with this letter. @param {string} letter @returns {number[]} */
  stations(letter) {
    return Array.from(this.#letters, (at, cell) => (at === letter ? cell : -1)).filter((cell) => cell >= 0);
  }

  /** The direction in which `to` lies next to `from`, or -1. @param {number} from @param {number} to */
  direction(from, to) {
    return this.#deltas.indexOf(to - from);
  }

  /**
   * Steps from the start to every floor cell; UNREACHABLE where there is no way.
   *
   * @param {readonly number[]} starts floor cells
   * @param {number} [blocked] a floor cell that cannot be walked on
   * @returns {number[]}
   */
  distances(starts, blocked = -1) {
    const found = new Array(this.#letters.length).fill(UNREACHABLE);
    let edge = starts.filter((cell) => cell !== blocked);
    for (const cell of edge) found[cell] = 0;
    for (let steps = 1; edge.length > 0; steps += 1) {
      /** @type {number[]} */
      const beyond = [];
      for (const cell of edge) {
        for (const neighbour of this.floorAround(cell)) {
          if (neighbour !== blocked && found[neighbour] === UNREACHABLE) {
            found[neighbour] = steps;
            beyond.push(neighbour);
          }
        }
      }
      edge = beyond;
    }
    return found;
  }

  /** The floor cells next to a cell, which are those from where it can be worked at. @param {number} cell */
  floorAround(cell) {
    return this.#deltas.map((delta) => cell + delta).filter((neighbour) => this.isFloor(neighbour));
  }

  /**
   * Steps until one can work at a station, given the distances to all floor cells.
   *
   * @param {number} station
   * @param {readonly number[]} distances
   */
  reach(station, distances) {
    return Math.min(UNREACHABLE, ...this.floorAround(station).map((cell) => distances[cell]));
  }
}

/**
 * Lockstep with input delay: both players step the same inputs in the same order, each in their own Python.
 *
 * Pure: no timers, no network, no Python. A step needs both players' inputs for it; an input given while step f is next
 * belongs to step f + inputDelay, so it has that long to travel. Every packet repeats all inputs and state hashes that
 * the partner has not acknowledged, so lost, repeated and reordered packets do no harm. Steps count from 0; hash n is
 * that of frame n, the state after n steps.
 */
import { decodePacket, encodePacket, LAST_ACTION, MAX_ENTRIES } from './packets.js';

/** The action that does nothing: what both players do before their first input can have arrived. */
export const NOOP = 6;

/**
 * @typedef {{ frame: number, mine: string, theirs: string }} Desync
 * @typedef {{ playerId: number, frames: number, inputDelay: number }} LockstepOptions
 */

export class Lockstep {
  #playerId;
  #frames;
  #inputDelay;
  #frame = 0;
  /** @type {Map<number, number>} inputs kept until stepped and acknowledged */
  #mine = new Map();
  /** @type {Map<number, number>} inputs kept until stepped */
  #theirs = new Map();
  #nextInput;
  #theirNextInput;
  #inputsAcknowledged;
  /** @type {Map<number, string>} hashes kept until compared and acknowledged */
  #myHashes = new Map();
  /** @type {Map<number, string>} hashes of frames that this side has not reached */
  #theirHashes = new Map();
  #nextHash = 0;
  #theirNextHash = 0;
  #hashesAcknowledged = 0;
  #theirFrame = 0;
  #theirLead = 0;
  /** @type {Desync | null} */
  #desync = null;

  /** @param {LockstepOptions} options */
  constructor({ playerId, frames, inputDelay }) {
    if (playerId !== 0 && playerId !== 1) throw new RangeError(`A player is 0 or 1, not ${playerId}.`);
    if (!Number.isInteger(frames) || frames < 1) throw new RangeError(`A game has 1 frame or more, not ${frames}.`);
    if (!Number.isInteger(inputDelay) || inputDelay < 0 || inputDelay > MAX_ENTRIES / 4) {
      throw new RangeError(`The input delay is 0 to ${MAX_ENTRIES / 4} frames, not ${inputDelay}.`);
    }
    this.#playerId = playerId;
    this.#frames = frames;
    this.#inputDelay = inputDelay;
    const firstInput = Math.min(inputDelay, frames);
    for (let step = 0; step < firstInput; step += 1) {
      this.#mine.set(step, NOOP);
      this.#theirs.set(step, NOOP);
    }
    this.#nextInput = firstInput;
    this.#theirNextInput = firstInput;
    this.#inputsAcknowledged = firstInput;
  }

  /** The step to be made next; equals the number of steps made. */
  get frame() {
    return this.#frame;
  }

  get finished() {
    return this.#frame === this.#frames;
  }

  /** How many steps this player is ahead of the partner's last news, which is as old as the packet's way was long. */
  get lead() {
    return Math.max(-MAX_ENTRIES, Math.min(MAX_ENTRIES, this.#frame - this.#theirFrame));
  }

  /** How many steps this player is ahead in truth: the age of the news is in both leads and cancels out. */
  get advantage() {
    return (this.lead - this.#theirLead) / 2;
  }

  get desync() {
    return this.#desync;
  }

  /** True once for every frame: the input for it is to be sampled now. */
  get needsInput() {
    return this.#nextInput < this.#frames && this.#nextInput <= this.#frame + this.#inputDelay;
  }

  get canStep() {
    return !this.finished && this.#mine.has(this.#frame) && this.#theirs.has(this.#frame);
  }

  get hasAllInputs() {
    return this.#theirNextInput >= this.#frames;
  }

  /** The partner has made all its steps and this side has compared them all: nothing is left to be said. */
  get partnerFinished() {
    return this.#theirFrame >= this.#frames && this.#theirNextHash > this.#frames;
  }

  /** The partner has said that it has every input, so it can finish without this side. */
  get partnerHasAllInputs() {
    return this.#inputsAcknowledged >= this.#frames;
  }

  /** Entries held in memory, which stay few however long the game. */
  get held() {
    return this.#mine.size + this.#theirs.size + this.#myHashes.size + this.#theirHashes.size;
  }

  /** @param {number} action 0 to 6 */
  addInput(action) {
    if (!this.needsInput) throw new Error(`The input for step ${this.#nextInput} is not to be given yet.`);
    if (!Number.isInteger(action) || action < 0 || action > LAST_ACTION) {
      throw new RangeError(`An action is 0 to ${LAST_ACTION}, not ${action}.`);
    }
    this.#mine.set(this.#nextInput, action);
    this.#nextInput += 1;
  }

  /**
   * Both players' actions for the next step, in the order of the player ids.
   *
   * @returns {[number, number]}
   */
  actions() {
    const mine = this.#mine.get(this.#frame);
    const theirs = this.#theirs.get(this.#frame);
    if (mine === undefined || theirs === undefined) {
      throw new Error(`Step ${this.#frame} lacks an input and cannot be made yet.`);
    }
    return this.#playerId === 0 ? [mine, theirs] : [theirs, mine];
  }

  /** The next step has been made. */
  advance() {
    if (!this.canStep) throw new Error(`Step ${this.#frame} lacks an input and cannot be made yet.`);
    this.#theirs.delete(this.#frame);
    this.#frame += 1;
    this.#forget();
  }

  /**
   * The state hash of the next frame in order, beginning with frame 0 after the reset.
   *
   * @param {string} hash
   */
  addHash(hash) {
    const frame = this.#nextHash;
    this.#nextHash += 1;
    this.#myHashes.set(frame, hash);
    this.#compare(frame);
    this.#forget();
  }

  /** Everything the partner may lack. Worth sending again for as long as nothing comes back. */
  packet() {
    return encodePacket({
      frame: this.#frame,
      lead: this.lead,
      inputAck: this.#theirNextInput,
      inputStart: this.#inputsAcknowledged,
      inputs: entriesFrom(this.#mine, this.#inputsAcknowledged, this.#nextInput),
      hashAck: this.#theirNextHash,
      hashStart: this.#hashesAcknowledged,
      hashes: entriesFrom(this.#myHashes, this.#hashesAcknowledged, this.#nextHash),
    });
  }

  /**
   * @param {unknown} text
   * @returns {boolean} false when it was not a packet of this game and has been ignored
   */
  receive(text) {
    const packet = decodePacket(text);
    if (packet === null || !this.#plausible(packet)) return false;
    if (packet.frame >= this.#theirFrame) {
      this.#theirFrame = packet.frame;
      this.#theirLead = packet.lead;
    }
    this.#inputsAcknowledged = Math.max(this.#inputsAcknowledged, packet.inputAck);
    this.#hashesAcknowledged = Math.max(this.#hashesAcknowledged, packet.hashAck);
    this.#takeInputs(packet.inputStart, packet.inputs);
    this.#takeHashes(packet.hashStart, packet.hashes);
    this.#forget();
    return true;
  }

  /** @param {import('./packets.js').Packet} packet */
  #plausible(packet) {
    return (
      packet.frame <= this.#frames &&
      packet.inputAck <= this.#nextInput &&
      packet.hashAck <= this.#nextHash &&
      packet.inputStart + packet.inputs.length <= Math.min(this.#frames, this.#theirHorizon()) &&
      packet.hashStart + packet.hashes.length <= Math.min(this.#frames + 1, this.#theirHorizon() + 1)
    );
  }

  /** No honest partner is past this step: it cannot step without this side's inputs. */
  #theirHorizon() {
    return this.#nextInput + this.#inputDelay + 1;
  }

  /** @param {number} start @param {number[]} inputs */
  #takeInputs(start, inputs) {
    // A packet that begins past the next input missing has been overtaken by nothing: its gap is filled by a later one.
    for (let step = this.#theirNextInput; step >= start && step < start + inputs.length; step += 1) {
      this.#theirs.set(step, inputs[step - start]);
      this.#theirNextInput = step + 1;
    }
  }

  /** @param {number} start @param {string[]} hashes */
  #takeHashes(start, hashes) {
    for (let frame = this.#theirNextHash; frame >= start && frame < start + hashes.length; frame += 1) {
      this.#theirHashes.set(frame, hashes[frame - start]);
      this.#theirNextHash = frame + 1;
      this.#compare(frame);
    }
  }

  /** @param {number} frame */
  #compare(frame) {
    const mine = this.#myHashes.get(frame);
    const theirs = this.#theirHashes.get(frame);
    if (mine === undefined || theirs === undefined) return;
    this.#theirHashes.delete(frame);
    if (mine !== theirs && this.#desync === null) this.#desync = { frame, mine, theirs };
  }

  #forget() {
    for (const step of this.#mine.keys()) {
      if (step < this.#frame && step < this.#inputsAcknowledged) this.#mine.delete(step);
    }
    for (const frame of this.#myHashes.keys()) {
      if (frame < this.#hashesAcknowledged && frame < this.#theirNextHash) this.#myHashes.delete(frame);
    }
  }
}

/**
 * @template Value
 * @param {Map<number, Value>} entries
 * @param {number} start
 * @param {number} end
 */
function entriesFrom(entries, start, end) {
  /** @type {Value[]} */
  const found = [];
  for (let index = start; index < Math.min(end, start + MAX_ENTRIES); index += 1) {
    const value = entries.get(index);
    if (value === undefined) break;
    found.push(value);
  }
  return found;
}

/**
 * The kitchen in words, for those who cannot see the canvas.
 *
 * @typedef {import('../../session/types.js').Drawing} Drawing
 * @typedef {import('../../session/types.js').KitchenReply} KitchenReply
 */
import { STEPS } from '../actions.js';

const ONIONS_PER_SOUP = 3;
const WAYS = ['up', 'down', 'left', 'right'];
/** @type {Readonly<Record<string, string>>} by the letter of the terrain */
const STATIONS = { O: 'an onion crate', D: 'a pile of dishes', P: 'a pot', S: 'the serving hatch', X: 'a counter' };

/**
 * @param {Pick<KitchenReply, 'terrain' | 'cookTime'>} kitchen
 * @param {Drawing} drawing
 * @param {number} myPlayerId
 */
export function inWords({ terrain, cookTime }, { score, cooks, pots }, myPlayerId) {
  const people = cooks.map((cook, id) => ({ who: id === myPlayerId ? 'You' : 'Your partner', cook }));
  if (myPlayerId === 1) people.reverse();
  const sentences = people.map(({ who, cook: [x, y, facing, held] }) => {
    const [dx, dy] = STEPS[facing] ?? [0, 0];
    const before = STATIONS[terrain[y + dy]?.[x + dx] ?? ''] ?? 'the floor';
    const verb = who === 'You' ? ['face', 'hold'] : ['faces', 'holds'];
    const hands = held === '' ? 'nothing' : `${held === 'onion' ? 'an' : 'a'} ${held}`;
    return `${who} ${verb[0]} ${before}, ${WAYS[facing] ?? ''}, column ${x + 1}, row ${y + 1}, and ${verb[1]} ${hands}.`;
  });
  const cooking = pots.map(([, , onions, ticks], number) => {
    const name = pots.length > 1 ? `Pot ${number + 1}` : 'The pot';
    if (onions < ONIONS_PER_SOUP) return `${name} has ${onions} of ${ONIONS_PER_SOUP} onions.`;
    return ticks < cookTime ? `${name} cooks.` : `${name} is ready.`;
  });
  return ['The kitchen, seen from above.', `The score is ${score}.`, ...sentences, ...cooking].join(' ');
}

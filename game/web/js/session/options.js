/**
 * What the address of the page may ask for.
 *
 * @typedef {{
 *   python: 'worker' | 'direct',
 *   bot: 'cook' | 'wander' | 'none',
 *   transport: 'rtc' | 'relay',
 * }} PageOptions
 */

/** @type {{ readonly [name in keyof PageOptions]: readonly PageOptions[name][] }} */
const ALLOWED = {
  python: ['worker', 'direct'],
  bot: ['none', 'cook', 'wander'],
  transport: ['rtc', 'relay'],
};

/**
 * @template {keyof PageOptions} Name
 * @param {URLSearchParams} query
 * @param {Name} name
 * @returns {PageOptions[Name]}
 */
function choice(query, name) {
  const allowed = ALLOWED[name];
  const asked = query.get(name);
  if (asked === null) return allowed[0];
  const found = allowed.find((value) => value === asked);
  if (found === undefined) {
    throw new Error(
      `The address asks for ${name}=${asked.slice(0, 40)}, which does not exist; use one of ${allowed.join(', ')}.`,
    );
  }
  return found;
}

/**
 * Parameters with other names are left alone, so that a driver may add its own.
 *
 * @param {string} search the query of the page's address, with or without the question mark
 * @returns {PageOptions}
 * @throws {Error} with one sentence when a known parameter has an unknown value
 */
export function parseOptions(search) {
  const query = new URLSearchParams(search);
  return {
    python: choice(query, 'python'),
    bot: choice(query, 'bot'),
    transport: choice(query, 'transport'),
  };
}

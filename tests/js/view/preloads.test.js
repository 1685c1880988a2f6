// The page names every module it is made of, so that the browser fetches them all at once and not one import at a time.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';

const WEB = new URL('../../../game/web/', import.meta.url);
const SOCKET_IO = '/vendor/socket.io/socket.io.esm.min.js';

/** @param {string} path as in the page's address @param {Set<string>} found */
function collect(path, found) {
  if (found.has(path)) return;
  found.add(path);
  if (path === SOCKET_IO) return;
  const source = readFileSync(new URL(path.replace('/web/', ''), WEB), 'utf8');
  for (const [, imported] of source.matchAll(/^(?:import|export) (?:[^;]*? from )?'([^']+)';/gm)) {
    collect(new URL(imported, `http://game${path}`).pathname, found);
  }
}

it('index.html preloads exactly the modules that main.js needs', () => {
  /** @type {Set<string>} */
  const needed = new Set();
  collect('/web/js/main.js', needed);
  const page = readFileSync(new URL('index.html', WEB), 'utf8');
  const preloaded = [...page.matchAll(/<link rel="modulepreload" href="([^"]+)"/g)].map(([, href]) => href);
  needed.delete('/web/js/main.js');
  assert.ok(needed.size > 30);
  assert.deepEqual(preloaded.toSorted(), [...needed].toSorted());
});

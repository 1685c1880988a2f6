/**
 * Does once, with the interpreter that will run it, what every new Python would do again. Runs after `npm ci` and
 * writes into node_modules/.compiled:
 *
 * - python_stdlib.zip: the standard library, which Pyodide ships as source, as bytecode; the same bytes every time;
 * - kitchen/*.pyc: the kitchen as bytecode, each with the hash of its source, so that an edited source wins;
 * - python.snapshot: the memory of a Python that has just started, which the page restores instead of starting one.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';

import { pack, unpack } from '../game/web/js/python/snapshot.js';

const source = new URL('python_stdlib.zip', import.meta.resolve('pyodide'));
const kitchen = new URL('../game/kitchen/', import.meta.url);
const folder = new URL('../node_modules/.compiled/', import.meta.url);
const library = fileURLToPath(new URL('python_stdlib.zip', folder));

const COMPILE = `
import importlib._bootstrap_external as bootstrap, importlib.util, sys, zipfile

def bytecode(data, path, checked):
    code = compile(data, path, "exec", dont_inherit=True, optimize=0)
    # a hash is valid whatever the dates; unchecked, it needs no source beside it
    return bootstrap._code_to_hash_pyc(code, importlib.util.source_hash(data), checked)

def compile_library():
    mounted_at = f"/lib/python{sys.version_info[0]}{sys.version_info[1]}.zip/"
    with zipfile.ZipFile("/in.zip") as old, zipfile.ZipFile("/out.zip", "w") as new:
        for item in old.infolist():
            name, data = item.filename, old.read(item)
            if name.endswith(".py"):
                name, data = name + "c", bytecode(data, mounted_at + name, False)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)

def compile_kitchen(name):
    with open("/in.py", "rb") as old, open("/out.pyc", "wb") as new:
        new.write(bytecode(old.read(), f"/lib/kitchen.zip/kitchen/{name}", True))
`;

async function compile() {
  const pyodide = await loadPyodide({ env: { PYTHONHASHSEED: '0' } });
  pyodide.runPython(COMPILE);
  pyodide.FS.writeFile('/in.zip', readFileSync(source));
  pyodide.runPython('compile_library()');
  writeFileSync(library, pyodide.FS.readFile('/out.zip'));
  for (const name of readdirSync(kitchen).filter((each) => each.endsWith('.py'))) {
    pyodide.FS.writeFile('/in.py', readFileSync(new URL(name, kitchen)));
    pyodide.globals.get('compile_kitchen')(name);
    writeFileSync(new URL(`kitchen/${name}c`, folder), pyodide.FS.readFile('/out.pyc'));
  }
}

async function takeSnapshot() {
  // The snapshot knows where in the archive each module is, so the two belong together.
  const pyodide = await loadPyodide({ stdLibURL: library, env: { PYTHONHASHSEED: '0' }, _makeSnapshot: true });
  // Pyodide puts '' on the path at every start, also when it restores one.
  pyodide.runPython("import gc, sys; sys.path.remove(''); gc.collect()");
  const packed = pack(pyodide.makeMemorySnapshot());
  const restored = await loadPyodide({ stdLibURL: library, _loadSnapshot: unpack(packed) });
  if (restored.runPython('import colorsys; sum(range(5))') !== 10) throw new Error('The restored Python is of no use.');
  writeFileSync(new URL('python.snapshot', folder), packed);
}

mkdirSync(new URL('kitchen/', folder), { recursive: true });
await compile();
await takeSnapshot();

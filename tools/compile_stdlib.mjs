/**
 * Compiles Pyodide's standard library once, after `npm ci`, with the interpreter that will run it.
 *
 * Pyodide ships the library as source, and compiling it again in every new Worker is most of the time that
 * Python needs to load. The archive it writes has the same modules as bytecode, and the same bytes every time.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';

const source = new URL('python_stdlib.zip', import.meta.resolve('pyodide'));
const folder = new URL('../node_modules/.compiled/', import.meta.url);

const COMPILE = `
import importlib._bootstrap_external as bootstrap, importlib.util, sys, zipfile

mounted_at = f"/lib/python{sys.version_info[0]}{sys.version_info[1]}.zip/"
with zipfile.ZipFile("/in.zip") as old, zipfile.ZipFile("/out.zip", "w") as new:
    for item in old.infolist():
        name, data = item.filename, old.read(item)
        if name.endswith(".py"):
            code = compile(data, mounted_at + name, "exec", dont_inherit=True, optimize=0)
            # an unchecked hash is valid whatever the dates, and needs no source beside it
            name, data = name + "c", bootstrap._code_to_hash_pyc(code, importlib.util.source_hash(data), False)
        new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
`;

const pyodide = await loadPyodide();
pyodide.FS.writeFile('/in.zip', readFileSync(source));
pyodide.runPython(COMPILE);
mkdirSync(folder, { recursive: true });
writeFileSync(fileURLToPath(new URL('python_stdlib.zip', folder)), pyodide.FS.readFile('/out.zip'));

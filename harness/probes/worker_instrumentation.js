/**
 * Runs in each worker before its Python does, put there through DevTools: notes every WebAssembly memory,
 * every growth of one, every PyProxy that Pyodide registers, and Pyodide's own interface. It keeps nothing
 * alive, and does nothing while Python steps.
 */
(() => {
  /** @type {any} whatever is put in place of the worker's own, the worker sees no difference */
  const scope = globalThis;
  if (scope.__memoryEye) return;
  const { Memory } = WebAssembly;
  /** @type {WeakRef<WebAssembly.Memory>[]} */
  const memories = [];
  const known = new WeakSet();
  let undestroyed = 0;
  /** @type {Set<{ ptr: number }>} where the Python objects are that have a PyProxy which is not destroyed */
  const proxies = new Set();
  let registries = 0;
  /** @type {WeakRef<any> | null} */
  let pyodide = null;

  const bytes = () => memories.reduce((sum, each) => sum + (each.deref()?.buffer.byteLength ?? 0), 0);
  const tell = () => scope.__memoryGrown?.(String(bytes()));
  /** @param {any} memory */
  const note = (memory) => {
    if (!(memory instanceof Memory) || known.has(memory)) return;
    known.add(memory);
    memories.push(new WeakRef(memory));
    tell();
  };
  /** @param {any} made what WebAssembly.instantiate gave: an instance, or an instance and its module */
  const noteInstance = (made) => Object.values((made.instance ?? made).exports).forEach(note);

  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = scope.WebAssembly[name];
    /** @param {any[]} args */
    scope.WebAssembly[name] = function instantiate(...args) {
      return original.apply(this, args).then((/** @type {any} */ made) => {
        noteInstance(made);
        return made;
      });
    };
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, args, newTarget) {
      const made = Reflect.construct(target, args, newTarget);
      noteInstance(made);
      return made;
    },
  });
  WebAssembly.Memory = new Proxy(Memory, {
    construct(target, args, newTarget) {
      const made = Reflect.construct(target, args, newTarget);
      note(made);
      return made;
    },
  });
  // Emscripten grows its memory from JavaScript, so no growth is missed, up to the worker's last moment.
  const { grow } = Memory.prototype;
  Memory.prototype.grow = function (...args) {
    const before = grow.apply(this, args);
    note(this);
    tell();
    return before;
  };

  // Pyodide registers each PyProxy with what it holds ({ptr, ...}), and takes it back when it is destroyed.
  /** @param {any} held */
  const ofPython = (held) => typeof held === 'object' && held !== null && 'ptr' in held;
  const Registry = scope.FinalizationRegistry;
  // biome-ignore lint/suspicious/noShadowRestrictedNames: its name has to read as the original's does
  scope.FinalizationRegistry = class FinalizationRegistry extends Registry {
    /** @type {WeakMap<any, { ptr: number }>} by token */
    #tokens = new WeakMap();
    /** @type {WeakMap<any, { ptr: number }>} by what the registry gives back */
    #held = new WeakMap();
    /** @param {(held: any) => void} whenGone */
    constructor(whenGone) {
      super((/** @type {any} */ held) => {
        if (ofPython(held)) {
          undestroyed -= 1;
          proxies.delete(/** @type {any} */ (this.#held.get(held)));
        }
        whenGone(held);
      });
      registries += 1;
    }
    /** @param {any} target @param {any} held @param {any} token */
    register(target, held, token) {
      if (ofPython(held)) {
        undestroyed += 1;
        const proxy = { ptr: held.ptr };
        proxies.add(proxy);
        this.#held.set(held, proxy);
        if (token) this.#tokens.set(token, proxy);
      }
      return super.register(target, held, token);
    }
    /** @param {any} token */
    unregister(token) {
      const found = super.unregister(token);
      const proxy = this.#tokens.get(token);
      if (found && proxy) {
        this.#tokens.delete(token);
        proxies.delete(proxy);
        undestroyed -= 1;
      }
      return found;
    }
  };

  // Pyodide makes the object it hands out with Object.create; the first that can run Python is it.
  const { create } = Object;
  /** @param {any} prototype @param {any} properties */
  scope.Object.create = (prototype, properties) => {
    const made = create(prototype, properties);
    if (properties?.runPython && properties?.pyimport) {
      pyodide = new WeakRef(made);
      Object.create = create;
    }
    return made;
  };

  // Seen too late, Pyodide still tells its own memory.
  const ofPyodide = () => {
    const buffer = pyodide?.deref()?._module?.HEAPU8?.buffer;
    return buffer ? buffer.byteLength : null;
  };
  const COUNT = 'import gc as _gc; _gc.collect(); len(_gc.get_objects())';
  /** @param {number} ptr */
  const typeOf = (ptr) => pyodide?.deref()?._module?.__pyproxy_type?.(ptr) ?? 'something';
  const BY_CLASS = `
import gc as _gc, json as _json
_counts = {}
for _object in _gc.get_objects():
    _name = type(_object).__name__
    _counts[_name] = _counts.get(_name, 0) + 1
del _object
_json.dumps(_counts)`;
  Object.defineProperty(globalThis, '__memoryEye', {
    enumerable: false,
    value: Object.freeze({
      wasmBytes: () => (memories.some((each) => each.deref()) ? bytes() : ofPyodide()),
      undestroyed: () => (pyodide?.deref() && registries > 0 ? undestroyed : null),
      pythonObjects: () => pyodide?.deref()?.runPython(COUNT) ?? null,
      // the same by class, and proxies by the class of what they stand for, as JSON
      pythonClasses: () => {
        const counts = JSON.parse(pyodide?.deref()?.runPython(BY_CLASS) ?? '{}');
        for (const proxy of proxies) {
          const name = `PyProxy of ${typeOf(proxy.ptr)}`;
          counts[name] = (counts[name] ?? 0) + 1;
        }
        return JSON.stringify(counts);
      },
      // where the Python objects are that have a proxy
      proxied: () => [...proxies].map((proxy) => proxy.ptr),
      runPython: (/** @type {string} */ source) => {
        const python = pyodide?.deref();
        if (!python) throw new Error('no Python was seen to start here');
        return String(python.runPython(source));
      },
      hasPython: () => Boolean(pyodide?.deref()),
    }),
  });
})();

/**
 * Types shared by both arms (Python in a Worker, Python on the page) and by those who use them.
 *
 * @typedef {'new' | 'loading' | 'ready' | 'destroyed' | 'failed'} KitchenState
 *
 * @typedef {object} Progress
 * @property {'runtime' | 'python' | 'kitchen' | 'ready'} stage what is being loaded now
 * @property {number} fraction share of the loading that is behind us, 0 to 1
 *
 * @typedef {object} Timeouts
 * @property {number} load longest wait in milliseconds for Pyodide and the kitchen to load
 * @property {number} reply longest wait in milliseconds for the reply to one command
 *
 * @typedef {object} Assets
 * @property {string} [indexURL] folder of the Pyodide files; default /vendor/pyodide/ of the page's origin
 * @property {string} [stdLibURL] Python's standard library as a zip; default python_stdlib.zip of that folder
 * @property {string} [snapshotURL] memory of a started Python, made with that very library; '' for none; default python.snapshot of the folder of Pyodide, with the default library only
 * @property {string} [kitchenURL] zip holding the Python package `kitchen`; default /kitchen.zip
 *
 * @typedef {object} KitchenOptions
 * @property {Assets} [assets]
 * @property {(progress: Progress) => void} [onProgress]
 * @property {Partial<Timeouts>} [timeoutsMs] defaults: load 60000, reply 10000
 * @property {(error: Error) => void} [onCrash] called at most once, when Python is lost after the fact
 *
 * @typedef {object} EnvConfig
 * @property {string} layout
 * @property {number} horizon frames in an episode
 *
 * @typedef {object} EnvReply
 * @property {string} layout
 * @property {number} width cells
 * @property {number} height cells
 * @property {number} horizon
 * @property {string[]} terrain one string per row
 * @property {number[]} observationShape cooks, width, height, channels
 * @property {number} cookTime steps that a full pot needs
 *
 * @typedef {object} Drawing
 * @property {[number, number, number, string][]} cooks x, y, direction 0..3, held thing or ""
 * @property {[number, number, number, number][]} pots x, y, onions, ticks
 * @property {[number, number, string][]} things x, y, kind
 * @property {number} score
 * @property {number} framesLeft
 *
 * @typedef {object} StepResult
 * @property {number} frame
 * @property {[number, number]} rewards
 * @property {number} score
 * @property {boolean} done
 * @property {string} hash 16 hex characters
 * @property {Drawing} drawing
 * @property {Uint8Array} observations shape given by `observationShape`; a copy that is the caller's own
 *
 * @typedef {object} RenderReply
 * @property {string[]} terrain
 * @property {Drawing} drawing
 *
 * @typedef {object} RuntimeInfo
 * @property {string} pyodideVersion
 * @property {string} pythonVersion
 * @property {number} wasmHeapBytes size of the WebAssembly memory; grows, never shrinks
 *
 * @typedef {object} BatchItem
 * @property {string} command
 * @property {unknown[]} [args] as the method of that name takes them
 *
 * @typedef {object} KitchenPython what PyodideWorker and DirectPyodide both offer
 * @property {KitchenState} state
 * @property {() => Promise<void>} init
 * @property {(config: EnvConfig) => Promise<EnvReply>} initEnv
 * @property {(seed: number) => Promise<StepResult>} reset
 * @property {(actions: readonly number[]) => Promise<StepResult>} step
 * @property {() => Promise<string>} getState
 * @property {(state: string) => Promise<StepResult>} setState
 * @property {() => Promise<string>} computeHash
 * @property {(seed: number) => Promise<void>} seedRng
 * @property {() => Promise<RenderReply>} render
 * @property {() => Promise<RuntimeInfo>} info
 * @property {(items: BatchItem[]) => Promise<unknown[]>} batch
 * @property {() => void} destroy
 */

export {};

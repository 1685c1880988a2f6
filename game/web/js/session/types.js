/**
 * What the parts of a game session know of each other.
 *
 * @typedef {import('../python/types.js').Drawing} Drawing
 * @typedef {import('../python/types.js').EnvReply} KitchenReply  what does not move in a kitchen
 * @typedef {import('../python/types.js').StepResult} StepResult
 * @typedef {import('../python/types.js').Progress} Progress
 * @typedef {import('../python/types.js').KitchenPython} KitchenPython
 * @typedef {Pick<KitchenPython, 'init' | 'initEnv' | 'reset' | 'step' | 'destroy'>} GamePython
 *
 * @typedef {object} PythonOptions
 * @property {(progress: Progress) => void} onProgress
 * @property {(error: Error) => void} onCrash
 *
 * @typedef {object} InputSource  who decides what this player does
 * @property {(frame: number, drawing: Drawing | null) => number} sample  called once a frame
 * @property {() => void} close
 *
 * @typedef {object} GameRecord  the readable state of a game; nothing but serialisable values
 * @property {import('./states.js').GameState} state
 * @property {string | null} error
 * @property {number} frameNumber
 * @property {number} num_episodes
 * @property {number} max_episodes
 * @property {string | null} gameId
 * @property {number | null} myPlayerId
 * @property {number} score
 * @property {string | null} layout
 * @property {number | null} fps
 * @property {'worker' | 'direct'} python
 * @property {'webrtc' | 'relay' | null} transport
 * @property {import('./lockstep.js').Desync | null} desync
 * @property {{ stepCallTimestamp: number, stepReturnTimestamp: number }} pipelineMetrics
 * @property {string[]} stateHashes
 * @property {number} framesStalled
 * @property {'you' | 'partner' | null} away  whose line to the server is broken
 * @property {number} reconnects  how often this player's line has come back
 */
export {};

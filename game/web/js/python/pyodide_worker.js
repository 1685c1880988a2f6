import { serveKitchen } from './serve_kitchen.js';

serveKitchen(/** @type {import('./serve_kitchen.js').Port} */ (/** @type {unknown} */ (globalThis)));

/** The entry of the page: reads the address, opens the line to the server and starts the application. */
// @ts-expect-error The game's own server serves this file; its types are those of the package 'socket.io-client'.
import { io } from '/vendor/socket.io/socket.io.esm.min.js';

import { LobbySocket } from './session/lobby_socket.js';
import { parseOptions } from './session/options.js';
import { App } from './view/app.js';
import { Screens } from './view/screens.js';

/** @type {import('socket.io-client').Socket} */
const socket = io({ transports: ['websocket', 'polling'], reconnectionDelay: 500, reconnectionDelayMax: 2000 });
// Without a network every try would fail, and be an error in the console; with it, the first one comes at once.
window.addEventListener('offline', () => socket.io.reconnection(false));
window.addEventListener('online', () => {
  socket.io.reconnection(true);
  if (!socket.connected) socket.disconnect().connect();
});
const screens = new Screens(document);
const app = new App({ lobby: new LobbySocket(socket), screens });

Object.assign(window, { socket });
app.start(() => parseOptions(window.location.search));

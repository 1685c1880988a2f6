/** The entry of the page: reads the address, opens the line to the server and starts the application. */
// @ts-expect-error The game's own server serves this file; its types are those of the package 'socket.io-client'.
import { io } from '/vendor/socket.io/socket.io.esm.min.js';

import { LobbySocket } from './session/lobby_socket.js';
import { parseOptions } from './session/options.js';
import { App } from './view/app.js';
import { Screens } from './view/screens.js';

/** @type {import('socket.io-client').Socket} */
const socket = io({ transports: ['websocket', 'polling'] });
const screens = new Screens(document);
const app = new App({ lobby: new LobbySocket(socket), screens });

Object.assign(window, { socket });
app.start(() => parseOptions(window.location.search));

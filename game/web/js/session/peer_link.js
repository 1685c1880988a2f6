/**
 * Carries packets between the two players: over a WebRTC DataChannel, or through the server where there is none.
 *
 * Both paths are always listened to, since packets may come twice. A side that cannot use the channel says so through
 * the server, which delivers reliably, and then both use the server: so they agree without a vote.
 *
 * @typedef {'webrtc' | 'relay'} Transport
 * @typedef {import('./lobby_socket.js').LobbySocket} LobbySocket
 * @typedef {object} PeerLinkOptions
 * @property {Pick<LobbySocket, 'on' | 'send' | 'request'>} lobby
 * @property {string} gameId
 * @property {number} playerId               player 0 makes the offer
 * @property {boolean} relayOnly
 * @property {(packet: string, by: Transport) => void} onPacket
 * @property {(transport: Transport) => void} onTransport
 * @property {() => RTCPeerConnection} [createConnection]
 * @property {number} [connectMs]
 */

const FALLBACK = '!fallback';
const CONNECT_MS = 4000;
/** A channel with this much unsent is stuck, and what is queued is stale: every packet repeats what matters. */
const MAX_BUFFERED_BYTES = 64 * 1024;
const MAX_EARLY_CANDIDATES = 64;

export class PeerLink {
  #options;
  /** @type {RTCPeerConnection | null} */
  #connection = null;
  /** @type {RTCDataChannel | null} */
  #channel = null;
  /** @type {RTCIceCandidateInit[]} candidates that came before the description they belong to */
  #earlyCandidates = [];
  /** @type {Array<() => void>} */
  #unsubscribe = [];
  /** @type {Transport | null} */
  #transport = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {(transport: Transport) => void} */
  #settle = () => {};
  #closed = false;

  /** @param {PeerLinkOptions} options */
  constructor(options) {
    this.#options = options;
    const { lobby } = options;
    this.#unsubscribe.push(
      lobby.on('relay', (message) => this.#receiveRelayed(message)),
      lobby.on('signal', (message) => void this.#receiveSignal(message)),
    );
  }

  get transport() {
    return this.#transport;
  }

  /**
   * Never rejects: where the channel does not open in time, the answer is 'relay'.
   *
   * @returns {Promise<Transport>}
   */
  connect() {
    return new Promise((resolve) => {
      this.#settle = resolve;
      // The partner may have told this side to fall back before it came here.
      if (this.#transport !== null) resolve(this.#transport);
      else if (this.#options.relayOnly) this.fallBack();
      else {
        this.#timer = setTimeout(() => this.fallBack(), this.#options.connectMs ?? CONNECT_MS);
        if (this.#options.playerId === 0) void this.#offer();
      }
    });
  }

  /** @param {string} packet */
  send(packet) {
    if (this.#closed) return;
    if (this.#transport === 'webrtc' && this.#channel?.readyState === 'open') {
      if (this.#channel.bufferedAmount < MAX_BUFFERED_BYTES) this.#channel.send(packet);
    } else {
      this.sendRelayed(packet);
    }
  }

  /** @param {string} packet */
  sendRelayed(packet) {
    if (!this.#closed) this.#options.lobby.send('relay', { gameId: this.#options.gameId, packet });
  }

  /**
   * Delivered for certain when it resolves, unless the partner has gone.
   *
   * @param {string} packet
   * @param {number} timeoutMs
   */
  async deliver(packet, timeoutMs) {
    if (!this.#closed) {
      await this.#options.lobby.request('relay', { gameId: this.#options.gameId, packet }, timeoutMs);
    }
  }

  /** Gives the channel up, here and at the partner's. */
  fallBack() {
    if (this.#closed || this.#transport === 'relay') return;
    this.sendRelayed(FALLBACK);
    this.#useRelay();
  }

  /** From now on the partner may close the channel because it has finished, which is no loss. */
  expectClose() {
    if (this.#channel) this.#channel.onclose = null;
  }

  /** Idempotent; nothing arrives or leaves afterwards. */
  close() {
    this.#closed = true;
    for (const end of this.#unsubscribe) end();
    this.#unsubscribe = [];
    clearTimeout(this.#timer);
    this.#dropConnection();
  }

  #useRelay() {
    this.#dropConnection();
    this.#use('relay');
  }

  /** @param {Transport} transport */
  #use(transport) {
    clearTimeout(this.#timer);
    if (this.#transport === transport) return;
    this.#transport = transport;
    this.#settle(transport);
    this.#options.onTransport(transport);
  }

  #dropConnection() {
    const channel = this.#channel;
    const connection = this.#connection;
    this.#channel = null;
    this.#connection = null;
    this.#earlyCandidates = [];
    if (channel) {
      channel.onopen = channel.onmessage = channel.onclose = channel.onerror = null;
      channel.close();
    }
    if (connection) {
      connection.onicecandidate = connection.ondatachannel = connection.onconnectionstatechange = null;
      connection.close();
    }
  }

  #openConnection() {
    // No STUN or TURN server: no request may leave the game's own origin.
    const create = this.#options.createConnection ?? (() => new RTCPeerConnection({ iceServers: [] }));
    const connection = create();
    this.#connection = connection;
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) this.#signal({ candidate: candidate.toJSON() });
    };
    connection.ondatachannel = ({ channel }) => this.#adopt(channel);
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'failed') this.fallBack();
    };
    return connection;
  }

  /** @param {RTCDataChannel} channel */
  #adopt(channel) {
    this.#channel = channel;
    channel.onmessage = ({ data }) => this.#options.onPacket(data, 'webrtc');
    channel.onclose = () => this.fallBack();
    channel.onopen = () => this.#use('webrtc');
    if (channel.readyState === 'open') this.#use('webrtc');
  }

  async #offer() {
    try {
      const connection = this.#openConnection();
      this.#adopt(connection.createDataChannel('inputs', { ordered: false, maxRetransmits: 0 }));
      await connection.setLocalDescription();
      this.#signal({ description: connection.localDescription?.toJSON() });
    } catch {
      this.fallBack();
    }
  }

  /** @param {object} what */
  #signal(what) {
    if (!this.#closed) this.#options.lobby.send('signal', { gameId: this.#options.gameId, ...what });
  }

  /** @param {any} message */
  async #receiveSignal(message) {
    if (this.#closed || message?.gameId !== this.#options.gameId || this.#transport === 'relay') return;
    if (this.#options.relayOnly) return;
    try {
      if (message.description) await this.#describe(message.description);
      else if (message.candidate) await this.#addCandidate(message.candidate);
    } catch {
      this.fallBack();
    }
  }

  /** @param {RTCSessionDescriptionInit} description */
  async #describe(description) {
    const connection = this.#connection ?? this.#openConnection();
    await connection.setRemoteDescription(description);
    for (const candidate of this.#earlyCandidates.splice(0)) await connection.addIceCandidate(candidate);
    if (description.type === 'offer') {
      await connection.setLocalDescription();
      this.#signal({ description: connection.localDescription?.toJSON() });
    }
  }

  /** @param {RTCIceCandidateInit} candidate */
  async #addCandidate(candidate) {
    if (this.#connection?.remoteDescription) await this.#connection.addIceCandidate(candidate);
    else if (this.#earlyCandidates.length < MAX_EARLY_CANDIDATES) this.#earlyCandidates.push(candidate);
  }

  /** @param {any} message */
  #receiveRelayed(message) {
    if (this.#closed || message?.gameId !== this.#options.gameId) return;
    if (message.packet === FALLBACK) {
      if (this.#transport !== 'relay') this.#useRelay();
    } else {
      this.#options.onPacket(message.packet, 'relay');
    }
  }
}

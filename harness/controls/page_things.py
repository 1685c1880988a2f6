"""JavaScript that makes one of what a page can leave behind, kept by nobody unless the browser does."""

A_WORKER = "new Worker('/web/js/session/ticker.js', { type: 'module' })"
A_SHARED_WORKER = "new SharedWorker(`/web/js/session/ticker.js?${Math.random()}`, { type: 'module' })"
A_CONNECTION = "((made) => [made, made.createDataChannel('kept')])(new RTCPeerConnection())"
A_SOCKET = "new WebSocket(location.origin.replace('http', 'ws') + '/socket.io/?EIO=4&transport=websocket')"
A_TIMER = "setInterval(() => undefined, 60_000)"
A_LOOP = "(function draw() { return requestAnimationFrame(draw); })()"
# their bytes are the browser's, not the page's
A_BLOB = "new Blob([new Uint8Array(2 ** 14).fill(7)])"
# one object however large: neither the page's heap nor any count tells how much it holds
A_GROWING_BLOB = "(window.keptBlob = new Blob([window.keptBlob ?? '', new Uint8Array(2 ** 23).fill(7)]))"
A_GROWING_SURFACE = """(() => {
  const gl = (window.keptSurface ??= document.createElement('canvas').getContext('webgl'));
  const texture = (window.keptTexture ??= gl.createTexture());
  window.keptRows = (window.keptRows ?? 0) + 512;
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 4096, window.keptRows, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  gl.bindFramebuffer(gl.FRAMEBUFFER, (window.keptBuffer ??= gl.createFramebuffer()));
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.finish();
})()"""
AN_ADDRESS = "URL.createObjectURL(new Blob([new Uint8Array(2 ** 21).fill(7)]))"
A_SMALL_ADDRESS = "URL.createObjectURL(new Blob(['kept']))"
AN_ENTRY = "localStorage.setItem(`game ${localStorage.length}`, 'kept')"
A_CANVAS = "document.createElement('canvas')"
A_SOUVENIR = "new (class Souvenir {})()"
A_DOCUMENT = "document.implementation.createHTMLDocument('kept')"
AN_ELEMENT = "document.createElement('p')"
A_LISTENER = "window.addEventListener('resize', () => undefined)"
# nobody holds them: the browser keeps what is open or still observes
AN_OBSERVER = "new ResizeObserver(() => undefined).observe(document.body)"
A_CHANNEL = "(new BroadcastChannel('kept').onmessage = () => undefined)"
A_SOUND = "new AudioContext()"
A_BUFFER = "new Uint8Array(2 ** 21).fill(7).buffer"
DOUBLES_PER_KIB = 128


def objects(kib: float) -> str:
    """So much of JavaScript's own memory."""
    return f"Array.from({{ length: {round(kib * DOUBLES_PER_KIB)} }}, () => 0.5)"

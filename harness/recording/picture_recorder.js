/**
 * Keeps what a game's canvas shows at each of its first frames, and at one of `every` later ones, made small: the last
 * picture before the frame's number changes. Looks once after each repaint.
 *
 * Runs as an init script: one self-contained function, before any script of the page.
 *
 * @typedef {{ object: string, canvas: string, frames: number, every: number, phase: number, columns: number,
 *   rows: number, reads: { frame: (game: any) => unknown } }} PictureRecorderOptions
 */

/** @param {PictureRecorderOptions} options */
export function recordPictures({ object, canvas, frames, every, phase, columns, rows, reads }) {
  const page = /** @type {any} */ (window);
  const requestFrame = window.requestAnimationFrame.bind(window);
  const small = new OffscreenCanvas(columns, rows).getContext('2d', { willReadFrequently: true });
  /** @type {Map<number, string>} by frame, base64 of one brightness (0 to 255) a cell, row by row */
  const pictures = new Map();
  const { port1, port2 } = new MessageChannel();
  // What is clear in a picture is clear, and not what the last one had there.
  if (small) small.globalCompositeOperation = 'copy';
  const { getContext } = HTMLCanvasElement.prototype;

  // Without it a picture of WebGL is gone once it has been shown.
  HTMLCanvasElement.prototype.getContext = function (/** @type {any} */ kind, /** @type {any} */ settings) {
    const kept = String(kind).includes('webgl') ? { ...settings, preserveDrawingBuffer: true } : settings;
    return /** @type {any} */ (getContext.call(this, kind, kept));
  };

  function frameOf() {
    try {
      return Number(reads.frame(page[object]));
    } catch {
      return NaN;
    }
  }

  function picture() {
    const shown = document.querySelector(canvas);
    if (!small || !(shown instanceof HTMLCanvasElement)) return '';
    small.drawImage(shown, 0, 0, columns, rows);
    const { data } = small.getImageData(0, 0, columns, rows);
    let cells = '';
    for (let at = 0; at < data.length; at += 4)
      cells += String.fromCharCode((Number(data[at]) + Number(data[at + 1]) + Number(data[at + 2])) / 3);
    return btoa(cells);
  }

  // A message to itself, sent before the page paints, comes when it has.
  port1.onmessage = () => {
    const frame = frameOf();
    if (frame >= 0 && (frame <= frames || frame % every === phase)) pictures.set(frame, picture());
    ask();
  };
  const ask = () => requestFrame(() => port2.postMessage(null));
  ask();
  Object.defineProperty(window, Symbol.for('harness.pictureRecorder'), { value: { read: () => [...pictures] } });
}

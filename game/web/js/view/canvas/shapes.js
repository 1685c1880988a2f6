/**
 * Small shapes on a canvas whose unit is one tile.
 *
 * @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context
 */

/** @param {Context} context @param {number} x @param {number} y @param {number} radius @param {string} fill */
export function disc(context, x, y, radius, fill) {
  context.fillStyle = fill;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/**
 * @param {Context} context
 * @param {number} x
 * @param {number} y
 * @param {number} radiusX
 * @param {number} radiusY
 * @param {string} fill
 */
export function oval(context, x, y, radiusX, radiusY, fill) {
  context.fillStyle = fill;
  context.beginPath();
  context.ellipse(x, y, radiusX, radiusY, 0, 0, 2 * Math.PI);
  context.fill();
}

/**
 * @param {Context} context
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 * @param {string} fill
 */
export function box(context, x, y, width, height, radius, fill) {
  context.fillStyle = fill;
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

/** @param {Context} context @param {string} stroke @param {number} width */
export function outline(context, stroke, width) {
  context.strokeStyle = stroke;
  context.lineWidth = width;
  context.stroke();
}

/**
 * @param {Context} context
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 * @param {string} stroke
 * @param {number} width
 */
export function line(context, x1, y1, x2, y2, stroke, width) {
  context.strokeStyle = stroke;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/**
 * Paints with the origin moved, then puts it back.
 *
 * @param {Context} context
 * @param {number} x
 * @param {number} y
 * @param {() => void} paint
 */
export function at(context, x, y, paint) {
  context.save();
  context.translate(x, y);
  paint();
  context.restore();
}

/**
 * Holds back every key and gives it to the page a while later, all but every so many of them.
 *
 * @param {{ lateMs: number, lostEvery: number }} options
 */
export function lateKeys({ lateMs, lostEvery }) {
  let pressed = 0;
  for (const type of ['keydown', 'keyup']) {
    document.addEventListener(
      type,
      (event) => {
        if (!event.isTrusted || !(event instanceof KeyboardEvent)) return;
        event.stopImmediatePropagation();
        if (type === 'keydown') pressed += 1;
        if (lostEvery && pressed % lostEvery === 0) return;
        const { target } = event;
        setTimeout(() => target?.dispatchEvent(new KeyboardEvent(type, event)), lateMs);
      },
      { capture: true },
    );
  }
}

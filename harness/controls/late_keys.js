/**
 * Holds back every key and gives it to the page a while later.
 *
 * @param {{ lateMs: number }} options
 */
export function lateKeys({ lateMs }) {
  for (const type of ['keydown', 'keyup']) {
    document.addEventListener(
      type,
      (event) => {
        if (!event.isTrusted || !(event instanceof KeyboardEvent)) return;
        event.stopImmediatePropagation();
        const { target } = event;
        setTimeout(() => target?.dispatchEvent(new KeyboardEvent(type, event)), lateMs);
      },
      { capture: true },
    );
  }
}

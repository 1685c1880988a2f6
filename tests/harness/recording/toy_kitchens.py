"""A page that steps a Worker: on several ways to it, and with a clock of its own that is true or not."""

ECHO = """
const echo = (port) => { port.onmessage = ({data}) => {
  if (data.port) { echo(data.port); return; }
  if (!data.open) { port.postMessage({id: data.id, ok: true}); return; }
  const {port1, port2} = new MessageChannel();
  echo(port1);
  port.postMessage({port: port2}, [port2]);
}; };
if ('onconnect' in self) onconnect = ({ports: [port]}) => echo(port);
else echo(self);
"""

WORKER = "const worker = new Worker('/worker.js', {name: 'w'});"
# by way: how the page gets a `port` to the Worker, how it listens, and what passes before the first step
WAYS = {
    "onmessage": (f"{WORKER} const port = worker; port.onmessage = take; const ready = 1;", ""),
    "listener": (
        f"{WORKER} const port = worker; port.addEventListener('message', take); const ready = 1;",
        "",
    ),
    "subclass": (
        "class Mine extends Worker { ask(message) { this.postMessage(message); } }"
        "const port = new Mine('/worker.js'); port.onmessage = take; const ready = 1;",
        "",
    ),
    "port sent": (
        f"{WORKER} const {{port1: port, port2}} = new MessageChannel(); port.onmessage = take;"
        "worker.postMessage({port: port2}, [port2]); const ready = 1;",
        "s",
    ),
    "port sent by option": (
        f"{WORKER} const {{port1: port, port2}} = new MessageChannel();"
        "port.addEventListener('message', take); port.start();"
        "worker.postMessage({port: port2}, {transfer: [port2]}); const ready = 1;",
        "s",
    ),
    "port received": (
        f"{WORKER} let port; const ready = new Promise((resolve) => {{ worker.onmessage = ({{data}}) => {{"
        " port = data.port; port.onmessage = take; resolve(); }; });"
        "worker.postMessage({open: true});",
        "sr",
    ),
    "shared worker": (
        "const {port} = new SharedWorker('/worker.js'); port.onmessage = take; const ready = 1;",
        "",
    ),
}

KITCHEN = """
window.claims = [];
let settle;
function take(event) { settle(event); }
window.game = {gameId: 'a', myPlayerId: 0, frameNumber: 0, state: 'playing',
  pipelineMetrics: {stepCallTimestamp: 0, stepReturnTimestamp: 0}};
const turn = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const ask = (id) => new Promise((resolve) => {
  settle = resolve;
  port.postMessage({id, command: 'step', args: []});
});
const stamp = (name) => (game.pipelineMetrics[name] = performance.now());
"""
# what a step is, by how it states its time
MANNERS = {
    "honest": "stamp('stepCallTimestamp'); await ask(id); stamp('stepReturnTimestamp');",
    "says it is over at once": "stamp('stepCallTimestamp'); const reply = ask(id); await 1;"
    "stamp('stepReturnTimestamp'); await reply;",
    "asks nobody": "stamp('stepCallTimestamp'); await turn(1); stamp('stepReturnTimestamp');",
    "on the page": "stamp('stepCallTimestamp'); const end = performance.now() + 1;"
    "while (performance.now() < end); stamp('stepReturnTimestamp');",
}


def playing(steps: int, way: str = "onmessage", manner: str = "honest", every_ms: int = 12) -> str:
    """A game of so many steps; `window.over` when it is through."""
    return (
        KITCHEN
        + WAYS[way][0]
        + f"""
(async () => {{
  await ready;
  for (let id = 1; id <= {steps}; id += 1) {{
    {MANNERS[manner]}
    claims.push([game.pipelineMetrics.stepCallTimestamp, game.pipelineMetrics.stepReturnTimestamp]);
    game.frameNumber = id;
    await turn({every_ms});
  }}
  window.over = true;
}})();
"""
    )

"""Games that keep the page contract, each in its own manner, on top of driver.js."""

from pathlib import Path

DRIVER = Path(__file__).with_name("driver.js").read_text(encoding="utf-8")
PLAIN = "window.game = fresh('a'); ended(stepping(game, 6));"

GAMES = {
    "plain object": PLAIN,
    "global var": "var game = fresh('a'); ended(stepping(game, 6));",
    "assigned through Object.assign": "Object.assign(window, {game: fresh('a')}); ended(stepping(game, 6));",
    "frame raised before the step": PLAIN.replace("6)", "6, {when: 'before'})"),
    "frame raised between call and return": PLAIN.replace("6)", "6, {when: 'between'})"),
    "metrics assigned later": """
        window.game = {...fresh('a'), pipelineMetrics: null};
        ended(turn().then(() => { game.pipelineMetrics = zero(); return stepping(game, 6); }));""",
    "metrics not there at first": """
        const {pipelineMetrics, ...rest} = fresh('a');
        window.game = rest;
        ended(turn().then(() => { game.pipelineMetrics = {other: 1}; return stepping(game, 6); }));""",
    "metrics replaced at every stamp": """
        window.game = fresh('a');
        const stamp = (game, name, value) => {
          game.pipelineMetrics = {...game.pipelineMetrics, [name]: value};
        };
        ended(stepping(game, 6, {stamp}));""",
    "metrics replaced and frozen": """
        window.game = fresh('a');
        const stamp = (game, name, value) => {
          game.pipelineMetrics = Object.freeze({...game.pipelineMetrics, [name]: value});
        };
        ended(stepping(game, 6, {stamp}));""",
    "both stamps written each time": """
        window.game = fresh('a');
        const stamp = (game, name, value) => {
          Object.assign(game.pipelineMetrics, {...game.pipelineMetrics, [name]: value});
        };
        ended(stepping(game, 6, {stamp}));""",
    "class fields": """
        class Metrics { stepCallTimestamp = 0; stepReturnTimestamp = 0; }
        class Game {
          gameId = 'a'; myPlayerId = 1; frameNumber = 0; #secret = 1; pipelineMetrics = new Metrics();
        }
        window.game = new Game(); ended(stepping(game, 6));""",
    "class fields defined after publication": """
        class Metrics { constructor(game) { game.pipelineMetrics = this; } }
        class Stamps extends Metrics { stepCallTimestamp = 0; stepReturnTimestamp = 0; }
        class Published { constructor() { window.game = this; } }
        class Game extends Published {
          gameId = 'a'; myPlayerId = 1; frameNumber = 0; pipelineMetrics = zero();
        }
        new Game(); new Stamps(game); ended(turn().then(() => stepping(game, 6)));""",
    "fields on a prototype": """
        function Metrics() {}
        Metrics.prototype.stepCallTimestamp = 0; Metrics.prototype.stepReturnTimestamp = 0;
        function Game() { this.gameId = 'a'; this.myPlayerId = 1; this.frameNumber = 0; }
        Game.prototype.pipelineMetrics = new Metrics();
        window.game = new Game(); ended(stepping(game, 6));""",
    "accessors on a prototype": """
        class Metrics {
          #call = 0; #back = 0;
          get stepCallTimestamp() { return this.#call; }
          set stepCallTimestamp(value) { this.#call = value; }
          get stepReturnTimestamp() { return this.#back; }
          set stepReturnTimestamp(value) { this.#back = value; }
        }
        class Game {
          gameId = 'a'; myPlayerId = 1; frameNumber = 0; #metrics = new Metrics();
          get pipelineMetrics() { return this.#metrics; }
        }
        window.game = new Game(); ended(stepping(game, 6));""",
    "game published anew in every frame": """
        window.game = fresh('a');
        const stamp = (game, name, value) => {
          window.game = {...window.game, pipelineMetrics: {...window.game.pipelineMetrics, [name]: value}};
        };
        ended(stepping(game, 6, {stamp}));""",
}

"""Serves the example game on `mug`: `python serve.py --port 5710`; SIGTERM ends it."""

import eventlet

eventlet.monkey_patch()

import argparse  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
from pathlib import Path  # noqa: E402

CODE = Path(__file__).resolve().with_name("coin_run.py")
# the platform writes logs and matches into the folder it is started in; this one goes with the server
scratch = tempfile.TemporaryDirectory(prefix="mug-")
os.chdir(scratch.name)

from mug.configurations import experiment_config  # noqa: E402
from mug.configurations.configuration_constants import ActionSettings, InputModes, PolicyTypes  # noqa: E402
from mug.scenes import gym_scene, stager, static_scene  # noqa: E402
from mug.server import app  # noqa: E402

KEYS = {"ArrowUp": 0, "ArrowDown": 1, "ArrowLeft": 2, "ArrowRight": 3}


def game(number, frames, fps):
    """One scene, which is one game of one episode for two people."""
    return (
        gym_scene.GymScene()
        .scene(scene_id=f"coins_{number}", experiment_config={})
        .policies(policy_mapping={0: PolicyTypes.Human, 1: PolicyTypes.Human}, frame_skip=1)
        .rendering(fps=fps, game_width=350, game_height=350)
        .gameplay(
            action_mapping=KEYS,
            default_action=4,
            action_population_method=ActionSettings.DefaultAction,
            input_mode=InputModes.PressedKeys,
            num_episodes=1,
            max_steps=frames,
        )
        .content(scene_header="Coins", scene_body="Pick up coins with the arrow keys.")
        .waitroom(timeout=120_000)
        .runtime(
            run_through_pyodide=True,
            environment_initialization_code=CODE.read_text(encoding="utf-8"),
            packages_to_install=["multi-user-gymnasium==0.1.3"],
        )
        .multiplayer(multiplayer=True, mode="p2p")
    )


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5710, help="0 takes a free one")
    parser.add_argument("--games", type=int, default=1, help="games in one window, as a chain of scenes")
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--fps", type=int, default=30)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    port = options.port or free_port()
    scenes = [
        static_scene.StartScene()
        .scene(scene_id="start", experiment_config={})
        .display(scene_body="Coins for two"),
        *(game(number, options.frames, options.fps) for number in range(1, options.games + 1)),
        static_scene.EndScene().scene(scene_id="end", experiment_config={}).display(scene_body="Thank you"),
    ]
    config = (
        experiment_config.ExperimentConfig()
        .experiment(stager=stager.Stager(scenes=scenes), experiment_id="coins", save_experiment_data=False)
        .hosting(host="127.0.0.1", port=port)
    )
    # for a machine that is busy with other things as well
    config.pyodide_load_timeout_s = 120
    print(f"Coins for two at http://127.0.0.1:{port}/", flush=True)
    app.run(config)


if __name__ == "__main__":
    main()

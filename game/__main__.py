"""`python -m game`: serve the game until Ctrl-C, SIGTERM or, if asked for, the end of standard input."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import NoReturn

from game.server.log import set_up
from game.server.options import OptionError, parse
from game.server.stopping import Stop

_END_BOUND_SECONDS = 4.0


def _stop_with_stdin(stop: Stop) -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    stop.ask()


def _leave_in_time(stop: Stop) -> None:
    """Once asked to stop, the process ends within the bound, whatever hangs."""
    stop.wait()
    threading.Event().wait(_END_BOUND_SECONDS)
    os._exit(1)


def _open_standard_streams() -> None:
    """Put the null device where a parent closed 0, 1 or 2, so that no socket is opened under that number."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def main(arguments: Sequence[str]) -> int:
    """Run the server; returns the exit status: 0 asked to stop, 1 cannot start, 2 unusable options."""
    _open_standard_streams()
    try:
        options = parse(arguments)
    except OptionError as error:
        print(error, file=sys.stderr)
        return 2
    # Signals can come early in the life of a child; until the server is ready they are only noted.
    stop = Stop()
    stop.on_signals(signal.SIGTERM, signal.SIGINT)
    log = set_up()
    if options.exit_with_stdin:
        threading.Thread(target=_stop_with_stdin, args=(stop,), name="stdin", daemon=True).start()
    threading.Thread(target=_leave_in_time, args=(stop,), name="end", daemon=True).start()

    # Flask and its friends take a good part of a second to import; wrong options need not wait for that.
    from game.server.assets import AssetError
    from game.server.serving import StartError, serve

    try:
        serve(options, stop, log)
    except (AssetError, StartError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _exit(status: int) -> NoReturn:
    # Threads of connections are still about; letting the interpreter wind down under them can abort it.
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(status)


if __name__ == "__main__":
    _exit(main(sys.argv[1:]))

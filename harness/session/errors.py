"""What can go wrong around the game, each said in one sentence."""


class HarnessError(Exception):
    """Something around the game failed: one sentence naming what, where and what to do."""


class SettingError(HarnessError):
    """A setting that does not exist, or a value that is not allowed."""


class ServerError(HarnessError):
    """The game's server cannot be started, cannot be reached or has ended."""


class BrowserError(HarnessError):
    """No browser can be found or started, or it has ended."""


class NotOfferedError(HarnessError):
    """The game, or what is known of it, lacks what a scenario needs: nothing is shown, nothing has failed."""


class PlayerError(HarnessError):
    """A player did not get where the page contract promises; names the last state seen."""


class EndedEarlyError(PlayerError):
    """A game was over before the frame that was waited for."""


class StuckError(HarnessError):
    """A call to the browser did not come back within its bound."""


def first_line(error: Exception) -> str:
    """What an error says first, without its full stop; its type where it says nothing."""
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else type(error).__name__

"""The game's server: hands out the page, pairs strangers and passes messages between the two of a game."""

__version__ = "0.1.0"

"""Drives the game: its server, the browser, the players' windows."""

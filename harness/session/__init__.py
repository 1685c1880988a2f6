"""A run: its settings, server, browser and windows, and how it is stopped."""

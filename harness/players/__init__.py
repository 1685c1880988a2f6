"""Players: what visitors do in their windows, and what their pages show."""

"""Whether the game's own timing can be trusted, and when its pictures came: judged from outside."""

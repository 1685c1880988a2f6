"""What the harness knows of a game: a profile in TOML, and the page contract its entries make up."""

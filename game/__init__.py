"""The game under test: a cooperative kitchen for two cooks, its server and its page."""

"""What a game promises besides speed and memory: that it comes about, is the same for both and ends well."""

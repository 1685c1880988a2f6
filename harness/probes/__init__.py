"""Probes: what each layer of memory holds after a game, read from outside, one module a layer."""

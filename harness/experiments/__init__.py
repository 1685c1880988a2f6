"""Experiments: what is played so that it can be measured, from arrivals to series of games."""

"""The command that starts the kitchen's server, as its profile has it."""

from harness.profile.reading import load_profile

KITCHEN_COMMAND = load_profile("kitchen").command

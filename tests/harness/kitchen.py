"""The kitchen's profile, and the command in it that starts the server."""

from harness.profile.reading import load_profile

KITCHEN = load_profile("kitchen")
KITCHEN_COMMAND = KITCHEN.command

"""Set-up and the project's own checks: standard library alone, so any Python 3.11+ can start them."""

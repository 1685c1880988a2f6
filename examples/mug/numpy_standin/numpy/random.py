"""The one generator whose state the pages keep and give back; nothing here draws from it."""

_state = {"seed": 0}


def seed(value=None):
    _state["seed"] = value or 0


def get_state():
    import numpy

    return ("MT19937", numpy.array([_state["seed"]], dtype=int), 0, 0, 0.0)


def set_state(state):
    seed(int(state[1][0]))

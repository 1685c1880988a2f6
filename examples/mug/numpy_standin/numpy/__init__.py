"""A stand-in for numpy, for pages that convert observations and save random states, and nothing more.

A Pyodide build of numpy is to be had from Pyodide's own addresses alone. The pages of `mug` use of it what is
here: flat arrays that are reshaped, cast and listed, and a random generator whose state can be kept.
"""

from numpy import random as random

float32, float64, int32, int64, uint8, uint32 = float, float, int, int, int, int


class ndarray(list):  # noqa: N801 - numpy's own name
    """A flat array; a list, so that Pyodide converts it to a JavaScript array."""

    def reshape(self, *_shape):
        return self

    def astype(self, dtype):
        return ndarray(dtype(value) for value in self)

    def tolist(self):
        return list(self)


def array(values, dtype=float):
    return ndarray(dtype(value) for value in values)


asarray = array

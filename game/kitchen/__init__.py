"""A cooperative kitchen for two cooks, after Overcooked-AI, in pure standard-library Python.

The same files run in CPython (as ``game.kitchen``) and in Pyodide (as ``kitchen``), so every import in here
is relative. Rules and observation follow Carroll et al. 2019, "On the Utility of Learning about Humans for
Human-AI Coordination" (NeurIPS 32), and the environment published with it.
"""

from .environment import Kitchen, StepResult
from .layouts import LAYOUT_NAMES, Layout, layout_named, parse_layout

__all__ = ["LAYOUT_NAMES", "Kitchen", "Layout", "StepResult", "layout_named", "parse_layout"]

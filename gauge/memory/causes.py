"""Which of several layers that failed is the cause: the one whose things keep those of the others alive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from gauge.memory.findings import Finding


@dataclass(frozen=True)
class Explanation:
    """What was found out about a failure once it was there, in words that come from whoever looked.

    `keeps` has, by layer, the layers whose things would go if those that it leaves behind went. `left` is by
    layer what it leaves behind, such as "resize on Window: onResize (game.js:120), 1 per game". `path` is how
    it is still held, a line each.
    """

    keeps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    path: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        return {
            "keeps": {layer: list(kept) for layer, kept in self.keeps.items()},
            "left": {layer: list(lines) for layer, lines in self.left.items()},
            "path": list(self.path),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """KeyError, TypeError or AttributeError where the data are no explanation."""
        keeps = {str(layer): tuple(map(str, kept)) for layer, kept in data["keeps"].items()}
        left = {str(layer): tuple(map(str, lines)) for layer, lines in data["left"].items()}
        return cls(keeps, left, tuple(map(str, data["path"])))


NOTHING_FOUND = Explanation()


def cause_first(failed: Sequence[Finding], keeps: Mapping[str, Sequence[str]]) -> tuple[Finding, ...]:
    """Those that keep others and are kept by none, the one that keeps most first; then the rest as they were.

    Layers that keep each other alive say nothing about which of them comes first.
    """
    names = [finding.layer.name for finding in failed]
    kept_by = {name: kept(name, names, keeps) for name in names}

    def rank(finding: Finding) -> tuple[bool, int]:
        name = finding.layer.name
        is_kept = any(name in others for others in kept_by.values())
        return (is_kept or not kept_by[name], 0 if is_kept else -len(kept_by[name]))

    return tuple(sorted(failed, key=rank))


def kept(name: str, among: Sequence[str], keeps: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Which of the layers one keeps alive that do not keep it in turn."""
    own = keeps.get(name, ())
    return tuple(other for other in among if other in own and name not in keeps.get(other, ()))

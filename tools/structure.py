"""Draws the rooms of the code and which imports which, as a Mermaid diagram: `python3 -m tools structure`.

docs/architecture.md holds the result; a test compares the two.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.paths import ROOT

PACKAGES = ("features", "certify", "harness", "reporting", "gauge", "game")
# what is inside the other packages is not drawn
DIVIDED = ("harness", "gauge")
Arrows = set[tuple[str, str]]


def draw(root: Path = ROOT) -> str:
    """A Mermaid flowchart: a box for each room with its number of modules, an arrow for "imports".

    Arrows go between packages, and between the rooms of one. What a longer way shows anyway is not drawn.
    """
    rooms: dict[str, int] = {}
    arrows: Arrows = set()
    for path in sorted(path for package in PACKAGES for path in (root / package).rglob("*.py")):
        if path.name == "__main__.py":
            continue  # a way in, which may know every room
        package, room = _place(root, path.relative_to(root).with_suffix("").parts)
        rooms[room] = rooms.get(room, 0) + (path.name != "__init__.py")
        for other_package, other in (_place(root, tuple(name.split("."))) for name in _imports(path)):
            if other_package and other != room:
                arrows.add((room, other) if other_package == package else (package, other_package))
    lines = ["flowchart TD"]
    for package in PACKAGES:
        inside = [room for room in rooms if room.startswith(f"{package}_") and rooms[room]]
        boxes = [f'    {room}["{room.split("_")[1]} ({rooms[room]})"]' for room in inside]
        plain = f'  {package}["{package} ({rooms.get(package, 0)})"]'
        lines += [f"  subgraph {package}", *boxes, "  end"] if package in DIVIDED else [plain]
    return "\n".join([*lines, *(f"  {a} --> {b}" for a, b in sorted(_shortest(arrows)) if rooms.get(b, 1))])


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _place(root: Path, parts: tuple[str, ...]) -> tuple[str, str]:
    """Package and room of a module; modules that lie loose in a package are the room "base"."""
    if parts[0] not in PACKAGES:
        return "", ""
    if parts[0] not in DIVIDED:
        return parts[0], parts[0]
    in_folder = len(parts) > 1 and (root / parts[0] / parts[1]).is_dir()
    return parts[0], f"{parts[0]}_{parts[1] if in_folder else 'base'}"


def _shortest(arrows: Arrows) -> Arrows:
    """The arrows without those for which there is a longer way."""

    def reach(start: str, without: tuple[str, str]) -> set[str]:
        found: set[str] = set()
        front = {start}
        while front:
            front = {b for a, b in arrows if a in front and (a, b) != without} - found
            found |= front
        return found

    return {arrow for arrow in arrows if arrow[1] not in reach(arrow[0], arrow)}

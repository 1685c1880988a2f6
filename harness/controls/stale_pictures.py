"""A page with a Worker whose pictures are old."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Route

FILE = "**/kitchen_canvas.js"
NEW = "this.#drawing = drawing;"
OLD = """(this.kept ??= []).push(drawing);
this.#drawing = (this.kept.length > {begin} ? this.kept.at(-1 - {frames}) : drawing) ?? this.kept[0];"""


@dataclass(frozen=True)
class StalePictures:
    """Shows the kitchen as it was ``frames`` frames before; all else is well.

    By a change of its source, from its picture number ``begin`` on.
    """

    frames: int
    begin: int = 0
    seats: tuple[int, ...] = (0, 1)

    def install(self, context: BrowserContext) -> None:
        """In every page that the context opens from now on; a kitchen of another source does not load."""
        old = OLD.format(frames=self.frames, begin=self.begin)

        def change(route: Route) -> None:
            answer = route.fetch()
            source = answer.text()
            if NEW in source:
                route.fulfill(response=answer, body=source.replace(NEW, old))
            else:
                route.abort()

        context.route(FILE, change)

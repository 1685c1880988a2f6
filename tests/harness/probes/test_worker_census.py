"""Which of the browser's targets count as a page's Workers."""

from harness.probes.worker_census import descendants


def target(identity: str, kind: str, parent: str | None = None) -> dict[str, str | None]:
    return {"targetId": identity, "type": kind, "url": f"http://game/{identity}.js", "parentId": parent}


def test_only_the_pages_own_workers_count_nested_ones_included() -> None:
    targets = [
        target("page", "page"),
        target("nested", "worker", "python"),
        target("python", "worker", "page"),
        target("other", "worker", "another page"),
        target("frame", "iframe", "page"),
    ]
    assert set(descendants("page", targets)) == {"http://game/python.js", "http://game/nested.js"}


def test_a_page_without_workers_has_none() -> None:
    assert descendants("page", [target("page", "page")]) == ()

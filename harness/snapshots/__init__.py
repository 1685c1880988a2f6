"""Heap snapshots of pages and workers: what is in them, by class, and what keeps an object alive."""

"""Feeds and sitemaps: what pages they name, and when those changed last."""

from pipelines.parsing.feeds.directory import Directory, read_directory

__all__ = ["Directory", "read_directory"]

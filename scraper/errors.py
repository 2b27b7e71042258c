"""The errors of crawling; all descend from `ScraperError`."""


class ScraperError(Exception):
    """A crawl can't be done as asked; the message says what, where and what to do."""


class ProfileError(ScraperError):
    """A portal profile is missing or wrong; names file, key and reason."""

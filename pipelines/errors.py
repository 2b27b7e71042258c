"""The errors of reading; all descend from `PipelineError`."""


class PipelineError(Exception):
    """Something fetched could not be read; the message says what, where and what to do."""


class UnreadablePageError(PipelineError):
    """The bytes are no HTML page, or more of one than is read."""


class UnknownParserError(PipelineError):
    """A profile names a parser that does not exist."""

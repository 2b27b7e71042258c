"""The errors of the archive; all descend from `ArchiveError`."""

import sqlite3

UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged database raises: Python decodes SQLite's messages as UTF-8, and a message
about a damaged schema quotes its bytes."""


class ArchiveError(Exception):
    """Something about the archive stops the work; the message says what and what to do."""


class NotAnArchiveError(ArchiveError):
    """The folder holds something, but not an archive."""


class NewerSchemaError(ArchiveError):
    """The database was written by a newer luutru."""


class ArchiveBusyError(ArchiveError):
    """Another process is writing this archive."""


class DamagedRecordError(ArchiveError):
    """A WARC record can't be read, or does not hold what it claims."""


class NotInArchiveError(ArchiveError):
    """The thing asked for is not in this archive."""

"""Reading attached files: bytes in, `archive.content.Document` out.

`reader.read_document` is the way in. Nothing here touches network, clock or archive; limits on
time and memory are set by the process that reads (`limits.apply_limits`). Readers take a second
to import, so only who reads imports them, not this package.
"""

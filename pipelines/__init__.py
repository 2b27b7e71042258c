"""From bytes to records: one path, capture, parse, record, for crawls, imports and rebuilds."""

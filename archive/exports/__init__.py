"""Standard forms of the archive for other systems: WACZ, BagIt, plain files, SQLite.

An export reads one moment of the database, whatever a crawl writes meanwhile, and of the WARC
files no more than that moment speaks of. It takes no lock, and writes nothing to the archive.
"""

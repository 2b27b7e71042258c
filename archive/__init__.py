"""The record and its readers: WARC files, versions, search, fixity, exports, web pages.

Opens without Scrapy. Everything in the database is derived from the WARC files beside it.
"""

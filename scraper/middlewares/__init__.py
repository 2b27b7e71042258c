"""Scrapy middlewares, one class a file."""

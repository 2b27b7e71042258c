"""Scrapy extensions: what a crawl tells of itself while it runs."""

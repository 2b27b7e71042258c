"""Requests on the wire: Scrapy's download handler, and which addresses it may reach."""

"""Scrapy item pipelines, one class a file."""

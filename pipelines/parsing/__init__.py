"""Pure functions: bytes in, dataclass out. Knows neither Scrapy nor the database."""

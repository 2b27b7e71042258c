"""What to fetch, and how politely: the Scrapy project and the `luutru` command."""

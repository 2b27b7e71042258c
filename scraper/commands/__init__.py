"""What this project adds to the commands of `scrapy`."""

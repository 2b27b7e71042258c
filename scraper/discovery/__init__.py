"""From a page to where to go next: pure functions, and the memory of one crawl."""

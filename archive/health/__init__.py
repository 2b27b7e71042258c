"""Whether the result of a crawl can be trusted, by the archive's own history."""

"""The page of an article: what it says, its history, its files, how to cite it; and its diffs."""

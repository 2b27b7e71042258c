"""What changed, told to people: one entry a look, in sentences, as text and as an Atom feed."""

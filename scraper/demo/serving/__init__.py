"""The portal answering requests: as functions, over HTTP, and as files."""

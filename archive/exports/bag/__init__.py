"""The whole archive as a bag, to hand over and to keep: BagIt 1.0 (RFC 8493)."""

"""Signatures of PDF files by pyHanko, offline: who signed, what it covers, whether it holds.

Each question is answered apart (`archive.content.Signature`), because pyHanko's own `valid` is
true for files that were altered after signing.
"""

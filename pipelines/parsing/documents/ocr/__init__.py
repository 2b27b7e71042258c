"""Recognising the text of scanned pages; never called while a crawl waits for it."""

from pipelines.parsing.documents.ocr.recognition import recognise
from pipelines.parsing.documents.ocr.tesseract import missing_tesseract, recogniser_name

__all__ = ["missing_tesseract", "recognise", "recogniser_name"]

"""Reading PDF files: structure by pypdf, text and images by PDFium."""

"""The portal's attached files: real PDF and DOCX files, the same bytes in every process."""

"""The portal's pages as HTML and XML, with the noise that SharePoint makes."""

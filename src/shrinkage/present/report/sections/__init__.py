"""The sections of the page, one a file, each from a record to HTML that needs no script."""

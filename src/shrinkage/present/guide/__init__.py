"""The interactive guide as one HTML file, and a comparison as the table that its chapters are about."""

"""Arrays in, Solution out. Nothing here sees a column name, a fold or a file."""

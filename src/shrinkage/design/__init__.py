"""What a column means: learned once, frozen, and saved with the coefficients."""

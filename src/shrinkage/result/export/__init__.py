"""A saved model as something that scores elsewhere: SQL, JSON, or one file of Python, preprocessing folded in."""

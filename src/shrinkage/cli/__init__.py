"""One verb a file: parse, call the workflow, present; the exit code comes from the outcome."""

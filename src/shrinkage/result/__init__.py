"""The record and the models: what remains when the computing is done."""

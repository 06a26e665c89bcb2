"""Thousands of nonsense requests at every address: never a 5xx, and what was refused left nothing behind."""

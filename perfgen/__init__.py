"""Chinese budget-performance filings: structured figures and text in, finished Word documents out."""

__version__ = "0.1.0"

"""Drafting aid for Word templates in the GB/T 9704 look.

A draft is written once from a short Python description; afterwards the .docx itself is the
source and is edited in Word.
"""

"""Chapters and their order, the page, the Word document, the files of numbers."""

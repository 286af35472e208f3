"""A study as the cells of a workbook: told by the schema alone, without loss in either direction."""

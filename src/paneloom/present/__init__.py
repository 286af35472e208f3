"""Tables, figures and maps as frozen records of their parts."""

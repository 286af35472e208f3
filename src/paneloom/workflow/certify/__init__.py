"""Does this machine compute what it should? Known problems solved anew, and the digits that come out right."""

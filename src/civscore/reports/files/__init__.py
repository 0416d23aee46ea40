"""Documents to file, print and pass on – one file each, found by the ending of a name."""

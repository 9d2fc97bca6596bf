"""Who changed what in the back office, with the values before and after."""

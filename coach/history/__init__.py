"""What was practised: sessions and their attempts, in one file on this computer."""

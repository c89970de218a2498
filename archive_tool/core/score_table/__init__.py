"""From the score table that a bureau sends to a profile to be completed by a person."""

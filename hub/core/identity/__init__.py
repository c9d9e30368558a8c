"""Who somebody is: check digits, machine-readable zones, national identifiers."""

"""Terms: the legal day of an authority, and how long it has by the profile of its agreement."""

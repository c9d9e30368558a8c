"""What each room's participants send each other, as stories."""

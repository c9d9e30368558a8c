"""How the exchange is: measures, alerts, dead letters, announcements."""

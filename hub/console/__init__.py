"""The console: pages for people of the participants and of the secretariat, rendered on the server."""

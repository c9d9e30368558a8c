"""One module per room of the console: handlers, and the routes that lead to them."""

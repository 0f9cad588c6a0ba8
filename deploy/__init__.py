"""Running the site and the verifier: the demo, the verifier's host, and examples for a city's servers."""

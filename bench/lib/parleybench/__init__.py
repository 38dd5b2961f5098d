"""Measures Parley beside its peers: what bench/run, bench/growth and bench/table are made of."""

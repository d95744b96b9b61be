"""The site of an invented institution over a year of simulated days, served for tests.

`plan` reads its pages and troubles (data in TOML), `layouts` and `lists` draw what a day shows,
`server` answers requests, and `expected` tells what a perfect follower holds after its visits.
"""

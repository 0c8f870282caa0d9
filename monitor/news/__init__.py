"""News as values: pages in, feeds, articles, verdicts and stories out; no clock, disk or network."""

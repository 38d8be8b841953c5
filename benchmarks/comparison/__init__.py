"""What benchmarks/compare_extractors.py measures: the same sentences and articles read by others and by us."""

"""What several tests need: small Word files, small packs, filings read in one call."""

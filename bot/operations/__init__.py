"""Operations: what the operator runs by hand."""

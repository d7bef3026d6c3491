"""What every use case is built from: who asks, one transaction, its effects and its notices."""

"""What is missing 差距: what can be done, what each step gains, how far each tier is."""

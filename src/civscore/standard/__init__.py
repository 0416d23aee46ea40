"""What is demanded 标准: the rule set as a text, as values, and as a plan of integers."""

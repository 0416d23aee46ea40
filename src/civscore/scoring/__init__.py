"""What it is worth 计分: one row's points, and what they mean for every tier."""

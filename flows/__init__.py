"""What the written instructions say, and what a person does to follow them: a folder for each product."""

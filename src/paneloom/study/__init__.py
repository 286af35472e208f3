"""The study file: its schema, reading, designs and resolved view. Data, no numbers."""

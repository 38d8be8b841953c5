"""Commands with options of their own: each module adds its parser to the command line and runs what it parsed."""

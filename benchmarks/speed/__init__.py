"""Speed and accuracy side by side: ours, a bare parse, the obvious build and the tuned peer on the same documents."""

"""Pages on which an editor judges what the machine read, and enters what it did not."""

"""What each command of the terminal does; `onrecord.cli` gathers them."""

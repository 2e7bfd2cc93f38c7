dnl # The UUCP neighbour that ucbarpa once had.

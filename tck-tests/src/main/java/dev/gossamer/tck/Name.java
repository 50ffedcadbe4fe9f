package dev.gossamer.tck;

/** A key or an element with identity: two of one text are equal and yet two objects. */
record Name(String text) {}

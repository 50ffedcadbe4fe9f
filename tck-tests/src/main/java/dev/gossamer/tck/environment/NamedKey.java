package dev.gossamer.tck.environment;

/** A key or an element with identity: two of one text are equal and yet two objects. */
public record NamedKey(String text) {}

package dev.gossamer;

/** Something with an identity of its own that is equal by name. */
record Named(String name) {}

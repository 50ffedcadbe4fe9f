/**
 * Entries of one hash, or of a few, in an order in which a key is found quickly: for the backends of this project, to which
 * alone the module exports it. Not part of the API.
 */
@org.jspecify.annotations.NullMarked
package dev.gossamer.spi.sorted;

package dev.gossamer.examples.near;

import java.io.Serializable;

/**
 * A value to cache.
 *
 * @param title of the book
 * @param edition the how-manieth
 */
record Cover(String title, int edition) implements Serializable {}

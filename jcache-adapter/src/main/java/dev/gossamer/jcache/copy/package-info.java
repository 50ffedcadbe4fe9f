/** Storing by value: copies of keys and values, and the limits of deserialization. Not exported. */
@NullMarked
package dev.gossamer.jcache.copy;

import org.jspecify.annotations.NullMarked;

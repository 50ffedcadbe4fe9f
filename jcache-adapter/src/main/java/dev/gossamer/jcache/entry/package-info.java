/** The stored entries of a cache: values, their deadlines, and the backend that holds them. Not exported. */
@NullMarked
package dev.gossamer.jcache.entry;

import org.jspecify.annotations.NullMarked;

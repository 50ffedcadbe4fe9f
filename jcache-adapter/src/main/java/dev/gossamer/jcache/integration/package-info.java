/** Calls of the user's loader and writer. Not exported. */
@NullMarked
package dev.gossamer.jcache.integration;

import org.jspecify.annotations.NullMarked;

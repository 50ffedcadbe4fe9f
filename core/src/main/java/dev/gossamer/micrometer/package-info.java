/** Meters for Micrometer; usable only where {@code micrometer-core} is on the class path or module path. */
@NullMarked
package dev.gossamer.micrometer;

import org.jspecify.annotations.NullMarked;

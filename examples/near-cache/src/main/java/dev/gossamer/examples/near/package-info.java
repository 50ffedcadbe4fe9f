/** A near cache in two processes, to run. */
@NullMarked
package dev.gossamer.examples.near;

import org.jspecify.annotations.NullMarked;

/** The rules of the specification, how a test names those it puts to the proof, and what a run knows of them. */
@NullMarked
package dev.gossamer.tck.rules;

import org.jspecify.annotations.NullMarked;

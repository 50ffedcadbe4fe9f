/** What the Javadoc of the library shows, in tests that run. */
@NullMarked
package dev.gossamer.examples.javadoc;

import org.jspecify.annotations.NullMarked;

/** Spring's cache abstraction over Gossamer. */
@NullMarked
package dev.gossamer.examples.spring;

import org.jspecify.annotations.NullMarked;

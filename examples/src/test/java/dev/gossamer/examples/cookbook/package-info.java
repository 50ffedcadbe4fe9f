/** The recipes of {@code docs/COOKBOOK.md}, and the tests that run them. */
@NullMarked
package dev.gossamer.examples.cookbook;

import org.jspecify.annotations.NullMarked;

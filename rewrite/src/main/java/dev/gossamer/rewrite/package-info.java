/** Recipes of OpenRewrite that move programs to Gossamer. */
@NullMarked
package dev.gossamer.rewrite;

import org.jspecify.annotations.NullMarked;

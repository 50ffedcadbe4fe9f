/** A small service that does five things wrong with weak containers, and its twin that does them right. */
@NullMarked
package dev.gossamer.examples.leaky;

import org.jspecify.annotations.NullMarked;

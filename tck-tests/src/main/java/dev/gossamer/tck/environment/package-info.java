/** What contracts need around the library: collectors, threads, JVMs and class loaders of their own, keys, and waiting. */
@NullMarked
package dev.gossamer.tck.environment;

import org.jspecify.annotations.NullMarked;

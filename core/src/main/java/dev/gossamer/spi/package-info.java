/**
 * What a storage backend implements, and nothing more.
 *
 * <p>A {@link dev.gossamer.spi.Backend} makes {@link dev.gossamer.spi.Table}s of {@link dev.gossamer.spi.Entry}s. The
 * meaning of every operation of the library (what is absent, who wins, what is told to whom) stands in the core; a table
 * stores entries, finds them by key, and replaces or removes them by identity. Users of the library need this package only
 * to name a backend or to test their own code with the {@link dev.gossamer.spi.SimulatedCollector}.
 */
@NullMarked
package dev.gossamer.spi;

import org.jspecify.annotations.NullMarked;

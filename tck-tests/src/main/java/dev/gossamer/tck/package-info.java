/**
 * The conformance kit: every rule of the library as tests that any {@link dev.gossamer.spi.Backend} can be put to. An
 * author implements {@link dev.gossamer.tck.BackendContract} and reads the report.
 */
@NullMarked
package dev.gossamer.tck;

import org.jspecify.annotations.NullMarked;

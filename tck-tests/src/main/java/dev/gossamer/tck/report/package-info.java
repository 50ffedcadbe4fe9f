/** What is said of each rule when a run has ended. */
@NullMarked
package dev.gossamer.tck.report;

import org.jspecify.annotations.NullMarked;

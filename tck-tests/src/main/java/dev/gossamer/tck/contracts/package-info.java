/** The contracts, one for each subject: what a backend is asked. */
@NullMarked
package dev.gossamer.tck.contracts;

import org.jspecify.annotations.NullMarked;

/** What two threads at once may see of a container. */
@NullMarked
package dev.gossamer.stress;

import org.jspecify.annotations.NullMarked;

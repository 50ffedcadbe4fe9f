/** Events, and the listeners that hear them. Not exported. */
@NullMarked
package dev.gossamer.jcache.event;

import org.jspecify.annotations.NullMarked;

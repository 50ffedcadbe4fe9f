/** Atomic updates: one lock for each key in use, and the events that are told when an update is over. Not exported. */
@NullMarked
package dev.gossamer.jcache.locking;

import org.jspecify.annotations.NullMarked;

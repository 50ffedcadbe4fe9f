/** The threads of a manager. Not exported. */
@NullMarked
package dev.gossamer.jcache.concurrent;

import org.jspecify.annotations.NullMarked;

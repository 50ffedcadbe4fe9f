/** When entries expire, and the thread that ends them. Not exported. */
@NullMarked
package dev.gossamer.jcache.expiry;

import org.jspecify.annotations.NullMarked;

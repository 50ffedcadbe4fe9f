/** What several packages of the provider need. Not exported. */
@NullMarked
package dev.gossamer.jcache.common;

import org.jspecify.annotations.NullMarked;

/**
 * What several packages of the provider need, and the near cache, to which alone the module exports it. Not part of the API.
 */
@NullMarked
package dev.gossamer.jcache.common;

import org.jspecify.annotations.NullMarked;

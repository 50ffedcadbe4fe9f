/**
 * The backend that needs nothing but the JDK: {@link dev.gossamer.backend.jdk.JdkBackend}.
 */
@NullMarked
package dev.gossamer.backend.jdk;

import org.jspecify.annotations.NullMarked;

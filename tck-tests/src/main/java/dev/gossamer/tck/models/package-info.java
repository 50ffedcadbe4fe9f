/** What containers should hold and do, as plain models, and chains and histories of operations compared with them. */
@NullMarked
package dev.gossamer.tck.models;

import org.jspecify.annotations.NullMarked;

package dev.gossamer.jcache.near;

import org.jspecify.annotations.Nullable;

/**
 * What a writer says in the control cache: how many of its writes and removals the engine has confirmed, and a number that
 * rises with each round. Stored as text, so that the engine needs no class of ours.
 */
record Announcement(long writes, long removals, long beat) {

    String text() {
        return writes + " " + removals + " " + beat;
    }

    /** What a text says, {@code null} if it is none of ours. */
    static @Nullable Announcement parse(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split(" ", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            return new Announcement(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

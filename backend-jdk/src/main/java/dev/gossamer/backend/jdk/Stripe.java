package dev.gossamer.backend.jdk;

/**
 * The lock of a part of a table, and how many entries were stored under it less those removed.
 *
 * <p>The count is a plain field that its holder changes right beside the one store that publishes or unlinks an entry. No
 * call stands between the two, so nothing can be thrown between them, and the count is exact.
 */
class Stripe {
    /** Written by the holder of the monitor; read by others who can bear an old value. */
    int count;
}

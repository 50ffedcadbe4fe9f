package dev.gossamer;

import org.jspecify.annotations.Nullable;

/** Takes all memory there is but a little. For programs with a small heap and the serial collector. */
final class FullHeap {
    private FullHeap() {}

    /**
     * Takes all memory but that of some links of a chain, and gives the rest of the chain, to be held. The first links are the
     * smallest, of 24 bytes.
     *
     * @return {@code null} when the chain has no more links than that
     */
    static Object @Nullable [] fill(int free) {
        Object[] chain = null;
        for (int size = 1 << 14; size >= 1; size >>= 7) {
            try {
                while (true) {
                    Object[] link = new Object[size];
                    link[0] = chain;
                    chain = link;
                }
            } catch (OutOfMemoryError full) {
                continue; // with smaller ones
            }
        }
        for (int i = 0; i < free && chain != null; i++) {
            chain = (Object[]) chain[0];
        }
        return chain;
    }
}

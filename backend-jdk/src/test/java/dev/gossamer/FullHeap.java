package dev.gossamer;

import org.jspecify.annotations.Nullable;

/** Takes all memory there is but a little. For programs with a small heap and the serial collector. */
final class FullHeap {
    private static final int BLOCK_BYTES = 1 << 16;

    private FullHeap() {}

    /**
     * Takes all memory but that of some links of a chain, and gives the rest of the chain, to be held. The first links are the
     * smallest, of 24 bytes.
     *
     * @return {@code null} when the chain has no more links than that
     */
    static Object @Nullable [] fill(int free) {
        Object[] chain = null;
        try {
            while (true) {
                chain = new Object[] {chain, new byte[BLOCK_BYTES]}; // of numbers, which the collector does not look at
            }
        } catch (OutOfMemoryError full) {
            chain = fillUp(chain);
        }
        for (int i = 0; i < free && chain != null; i++) {
            chain = (Object[]) chain[0];
        }
        return chain;
    }

    private static Object[] fillUp(Object @Nullable [] blocks) {
        Object[] chain = blocks;
        try {
            while (true) {
                chain = new Object[] {chain};
            }
        } catch (OutOfMemoryError full) {
            return chain;
        }
    }
}

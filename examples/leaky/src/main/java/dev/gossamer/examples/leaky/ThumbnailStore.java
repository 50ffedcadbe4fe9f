package dev.gossamer.examples.leaky;

import dev.gossamer.HotTier;
import dev.gossamer.WeakValueMap;

/** Keeps thumbnails at hand. The fault: its hot tier may hold a hundred thousand of them, for which the heap is too small. */
final class ThumbnailStore implements ServicePart {
    private static final int BYTES = 30_000;
    private static final int MADE = 10;

    private final WeakValueMap<Integer, byte[]> thumbnails;

    ThumbnailStore(Care care) {
        this.thumbnails = WeakValueMap.<Integer, byte[]>builder()
                .name("thumbnails")
                .recordStats()
                .hot(HotTier.recent(care == Care.LEAKY ? 100_000 : 50))
                .build();
    }

    @Override
    public void tick(int tick) {
        for (int i = 0; i < MADE; i++) {
            thumbnails.put(tick * MADE + i, new byte[BYTES]);
        }
    }
}

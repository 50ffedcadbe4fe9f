package dev.gossamer.benchmarks;

import java.awt.Color;
import java.util.List;
import java.util.stream.Stream;

/** The colour of each library, the same in all charts, and no other library's. */
final class PeerColors {
    /** Colours that are far from each other; ours come first, as they do in {@link PeerLibrary}. */
    private static final List<Color> COLORS = Stream.of(
                    0x0067a5, 0xf38400, 0x222222, 0x008856, 0xbe0032, 0xf3c300, 0x875692, 0x9e9e9e, 0xe68fac, 0x8db600,
                    0x654522, 0x42d4f4, 0xa0522d, 0x000075, 0xaaffc3, 0xf032e6)
            .map(Color::new)
            .toList();

    private PeerColors() {}

    /**
     * The colour of a library.
     *
     * @param title the title of a {@link PeerLibrary}
     * @return its colour
     */
    static Color of(String title) {
        return COLORS.get(titles().indexOf(title));
    }

    /** The titles of all libraries, each once. */
    static List<String> titles() {
        return Stream.of(PeerLibrary.values())
                .map(peer -> peer.title)
                .distinct()
                .toList();
    }
}

package dev.gossamer.jcache;

import dev.gossamer.HotTier;
import dev.gossamer.jcache.config.SettingsReader;
import java.time.Duration;
import java.util.Set;
import javax.cache.configuration.Factory;
import org.jspecify.annotations.Nullable;

/**
 * The hot tier that a resource asks for: some recent values, values for some time, or both. Immutable.
 *
 * @param <V> the type of values
 * @param recent how many recent values to hold, or {@code null}
 * @param forAtLeast how long to hold a value, or {@code null}
 */
record HotSettings<V>(@Nullable Long recent, @Nullable Duration forAtLeast) implements Factory<HotTier<? super V>> {
    private static final Set<String> KEYS = Set.of("recent", "for-at-least");

    /** The tier that a section asks for, if it does. */
    static <V> @Nullable HotTier<? super V> tier(SettingsReader from) {
        HotSettings<V> read = read(from);
        return read == null ? null : read.create();
    }

    static <V> @Nullable HotSettings<V> read(SettingsReader from) {
        if (!from.keys().contains("hot")) {
            return null;
        }
        SettingsReader hot = new SettingsReader(from.section("hot"), from.prefix() + "hot.", from.loader());
        hot.requireKeys(KEYS);
        HotSettings<V> read = new HotSettings<>(hot.count("recent"), hot.duration("for-at-least"));
        if (read.recent == null && read.forAtLeast == null) {
            throw from.bad("hot", "empty", "a section with recent, for-at-least or both");
        }
        try {
            read.create();
        } catch (IllegalArgumentException e) {
            throw from.bad("hot", from.section("hot").root().unwrapped(), "possible: " + e.getMessage());
        }
        return read;
    }

    @Override
    public HotTier<? super V> create() {
        if (recent == null) {
            return HotTier.forAtLeast(forAtLeast == null ? Duration.ZERO : forAtLeast);
        }
        HotTier<Object> some = HotTier.recent(recent);
        return forAtLeast == null ? some : some.and(HotTier.forAtLeast(forAtLeast));
    }
}

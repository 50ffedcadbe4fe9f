package dev.gossamer.jcache;

import dev.gossamer.HotTier;
import dev.gossamer.jcache.config.SettingsReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings in a section {@code near} of a resource; {@code null} for a default. Immutable.
 *
 * @param provider the class name of the engine's {@code CachingProvider}
 * @param uri the URI of the engine's manager, or {@code null} for the engine's default
 * @param maxStaleness how old a value may be that is returned without asking the engine
 * @param hot what is held strongly
 * @param backend what stores the values that are near
 * @since 0.2.0
 */
public record NearCacheSettings(
        String provider,
        @Nullable URI uri,
        @Nullable Duration maxStaleness,
        @Nullable HotTier<? super Object> hot,
        @Nullable String backend) {
    private static final Set<String> KEYS = Set.of("provider", "uri", "max-staleness", "hot", "backend");

    static @Nullable NearCacheSettings read(SettingsReader from) {
        if (!from.keys().contains("near")) {
            return null;
        }
        SettingsReader near = new SettingsReader(from.section("near"), from.prefix() + "near.", from.loader());
        near.requireKeys(KEYS);
        String provider = near.string("provider");
        if (provider == null) {
            throw from.bad(
                    "near",
                    from.section("near").root().unwrapped(),
                    "a section with a provider, the class name of the engine's CachingProvider");
        }
        return new NearCacheSettings(
                provider, uri(near), staleness(near), HotSettings.tier(near), near.string("backend"));
    }

    private static @Nullable Duration staleness(SettingsReader near) {
        Duration read = near.duration("max-staleness");
        if (read != null && read.isZero()) {
            throw near.bad("max-staleness", read, "more than 0");
        }
        return read;
    }

    private static @Nullable URI uri(SettingsReader near) {
        String text = near.string("uri");
        try {
            return text == null ? null : new URI(text);
        } catch (URISyntaxException e) {
            throw near.bad("uri", text, "a URI (" + e.getMessage() + ")");
        }
    }
}

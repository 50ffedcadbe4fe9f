package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine that loads what it has not: only what reads a value has one loaded. */
class LoadingEngineTest {
    private final FakeEngine engine = new FakeEngine();
    private final AtomicInteger loads = new AtomicInteger();
    private NearCache<String, String> near;

    @BeforeEach
    void build() {
        engine.loader = key -> {
            loads.incrementAndGet();
            return new Envelope(
                    1, 1, Envelope.NEVER, Codec.<String>serialization().encode("loaded"));
        };
        near = NearCache.<String, String>over(engine.cache())
                .withoutControl()
                .ticker(() -> 0)
                .recordStats()
                .build();
    }

    @AfterEach
    void close() {
        near.close();
    }

    @Test
    void removeAll_ofKeysThatAreNotThere_loadsNothing() {
        near.put("there", "v");
        near.removeAll(Set.of("there", "not there"));
        assertThat(loads).hasValue(0);
        assertThat(engine.stored).isEmpty();
    }

    @Test
    void conditions_onAKeyThatIsNotThere_failWithoutLoading() {
        assertThat(near.replace("k", "loaded", "v")).isFalse();
        assertThat(near.remove("k", "loaded")).isFalse();
        assertThat(loads).hasValue(0);
        assertThat(near.get("k")).isEqualTo("loaded");
        assertThat(near.replace("k", "loaded", "v")).isTrue();
        assertThat(near.remove("k", "v")).isTrue();
    }
}

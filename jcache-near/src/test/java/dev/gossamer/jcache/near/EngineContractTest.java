package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;

/** The contract of engines over one that keeps it, and the proof that it fails for engines that do not. */
class EngineContractTest implements EngineContract {
    private final FakeEngine engine = new FakeEngine();
    private final Cache<String, Object> one = engine.cache();
    private final Cache<String, Object> another = engine.cache();

    @Override
    public List<Cache<String, Object>> members() {
        return List.of(one, another);
    }

    @Override
    public void tellEvents() {
        engine.deliver();
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(3); // everything is told by the time it is looked for
    }

    @Test
    void readsOfALaggingCopy_failTheFirstRule() {
        engine.lagging = true;
        assertThatThrownBy(this::get_afterAnEvent_seesThatWriteOrANewerOne)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("read after the event of write");
    }

    @Test
    void eventsForOneMemberAlone_failTheSecondRule() {
        engine.tellsFirstAlone = true;
        assertThatThrownBy(this::events_ofAllKeys_reachEveryMember)
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("r2-");
    }
}

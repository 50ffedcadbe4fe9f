package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoadingWeakValueMapTest {
    private final Source source = new Source();
    private final Deque<Runnable> background = new ArrayDeque<>();
    private final AtomicLong now = new AtomicLong();
    private final LoadingWeakValueMap<String, Named> map = builder().build();

    private LoadingWeakValueMap.Builder<String, Named> builder() {
        return WeakValueMap.<String, Named>builder()
                .ticker(now::get)
                .loading(source)
                .executor(background::add);
    }

    @Test
    @DisplayName("LOAD-1 a missing value is loaded once")
    void get_ofAMissingKey_loadsOnce() {
        Named value = map.get("a");
        assertThat(value).isEqualTo(new Named("a1"));
        assertThat(map.get("a")).isSameAs(value);
        assertThat(source.calls).containsExactly("a");
    }

    @Test
    void get_ofNothing_isNullAndStoresNothing() {
        assertThat(map.get("none")).isNull();
        assertThat(map.asMap()).isEmpty();
    }

    @Test
    @DisplayName("LOAD-1 what is missing is loaded in one call")
    void getAll_withSomeMissing_loadsThoseInOneCall() {
        Named present = map.get("b");
        source.calls.clear();
        Map<String, Named> all = map.getAll(List.of("a", "b", "none", "c", "a"));
        assertThat(all.keySet()).containsExactly("a", "b", "c");
        assertThat(all.get("b")).isSameAs(present);
        assertThat(source.calls).containsExactly("[a, none, c]");
        assertThat(map.asMap().get("c")).isSameAs(all.get("c"));
    }

    @Test
    void getAll_whenOneIsStoredMeanwhile_givesTheStoredOne() {
        Named stored = new Named("stored");
        source.beforeLoad = () -> map.asMap().put("a", stored);
        assertThat(map.getAll(List.of("a", "b")).get("a")).isSameAs(stored);
    }

    @Test
    void getAll_thatFails_changesNothing() {
        source.failure = new IllegalStateException("no source");
        assertThatThrownBy(() -> map.getAll(List.of("a", "b"))).isSameAs(source.failure);
        assertThat(map.asMap()).isEmpty();
    }

    @Test
    @DisplayName("LOAD-2 a refresh to an equal value keeps the instance")
    void refresh_toAnEqualValue_keepsTheInstance() {
        source.version = 0; // always the same
        Named value = map.get("a");
        CompletableFuture<Named> refreshed = map.refresh("a");
        runBackground();
        assertThat(refreshed.join()).isSameAs(value);
        assertThat(map.get("a")).isSameAs(value);
        assertThat(source.calls).containsExactly("a", "a");
    }

    @Test
    void refresh_toAnotherValue_replacesIt() {
        map.get("a");
        CompletableFuture<Named> refreshed = map.refresh("a");
        CompletableFuture<Named> shared = map.refresh("a");
        assertThat(refreshed).isNotDone();
        runBackground();
        assertThat(refreshed.join()).isEqualTo(new Named("a2"));
        assertThat(shared.join()).isSameAs(refreshed.join());
        assertThat(map.get("a")).isSameAs(refreshed.join());
    }

    @Test
    @DisplayName("LOAD-2 a refresh keeps what was written meanwhile")
    void refresh_whenSomebodyWritesMeanwhile_keepsWhatWasWritten() {
        map.get("a");
        Named written = new Named("written");
        CompletableFuture<Named> refreshed = map.refresh("a");
        source.beforeLoad = () -> map.asMap().put("a", written);
        runBackground();
        assertThat(refreshed.join()).isSameAs(written);
        assertThat(map.get("a")).isSameAs(written);
    }

    @Test
    @DisplayName("LOAD-2 a refresh does not bring back what was removed meanwhile")
    void refresh_whenSomebodyRemovesMeanwhile_storesNothing() {
        Named value = map.get("a");
        CompletableFuture<Named> refreshed = map.refresh("a");
        source.beforeLoad = () -> map.asMap().remove("a", value);
        runBackground();
        assertThat(refreshed).isCompletedWithValue(null);
        assertThat(map.asMap()).isEmpty();
    }

    @Test
    @DisplayName("LOAD-2 a refresh that waits for its executor keeps what is written, and brings back nothing removed")
    void refresh_whenSomebodyWritesOrRemovesBeforeItRuns_leavesThat() {
        map.get("a");
        CompletableFuture<Named> refreshed = map.refresh("a");
        Named written = new Named("written");
        map.asMap().put("a", written);
        runBackground();
        assertThat(refreshed.join()).isSameAs(written);
        assertThat(map.asMap().get("a")).isSameAs(written);

        CompletableFuture<Named> again = map.refresh("a");
        map.asMap().remove("a");
        runBackground();
        assertThat(again).isCompletedWithValue(null);
        assertThat(map.asMap()).isEmpty();
    }

    @Test
    void refresh_ofAMissingKey_loadsIt() {
        CompletableFuture<Named> refreshed = map.refresh("a");
        runBackground();
        assertThat(refreshed.join()).isSameAs(map.asMap().get("a")).isNotNull();
    }

    @Test
    @DisplayName("LOAD-2 a refresh that fails keeps the value")
    void refresh_thatFails_keepsTheValue() {
        Named value = map.get("a");
        source.failure = new IllegalStateException("no source");
        CompletableFuture<Named> refreshed = map.refresh("a");
        runBackground();
        assertThatThrownBy(refreshed::join).hasCause(source.failure);
        assertThat(map.get("a")).isSameAs(value);
        source.failure = null;
        map.refresh("a");
        runBackground();
        assertThat(map.get("a")).isNotEqualTo(value);
    }

    @Test
    void refresh_thatIsRejected_failsAndIsTriedAnew() {
        boolean[] open = {false};
        LoadingWeakValueMap<String, Named> rejecting = builder()
                .executor(task -> {
                    if (!open[0]) {
                        throw new RejectedExecutionException("closed");
                    }
                    background.add(task);
                })
                .build();
        Named first = rejecting.get("a");
        assertThatThrownBy(() -> rejecting.refresh("a").join()).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> rejecting.refresh("a").join()).hasCauseInstanceOf(RejectedExecutionException.class);
        open[0] = true;
        rejecting.refresh("a");
        runBackground();
        assertThat(rejecting.get("a")).isNotEqualTo(first);
    }

    @Test
    @DisplayName("LOAD-2 a refresh ends, whatever hashing its key or comparing it throws by then")
    void refresh_ofAKeyThatThrowsMeanwhile_ends() {
        LoadingWeakValueMap<Moody, Named> moody = WeakValueMap.<Moody, Named>builder()
                .loading(key -> new Named("value"))
                .executor(background::add)
                .build();
        Moody one = new Moody();
        Moody other = new Moody();
        CompletableFuture<Named> unhashable = moody.refresh(one);
        one.hashing = new IllegalStateException("no hash");
        runBackground();
        assertThat(unhashable).isCompletedExceptionally();
        assertThatThrownBy(unhashable::join).hasCause(one.hashing);
        one.hashing = null;
        moody.refresh(one);
        CompletableFuture<Named> incomparable = moody.refresh(other);
        other.comparing = new IllegalStateException("not comparable");
        background.removeLast().run();
        assertThat(incomparable).isCompleted();
        other.comparing = null;
        assertThat(moody.refresh(other)).isNotDone();
        runBackground();
        assertThat(moody.toString()).endsWith(" 0 refreshing]");
    }

    @Test
    void refreshAfter_theAge_refreshesInTheBackgroundOnce() {
        LoadingWeakValueMap<String, Named> aging =
                builder().refreshAfter(Duration.ofMinutes(1)).build();
        Named first = aging.get("a");
        now.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
        assertThat(aging.get("a")).isSameAs(first);
        assertThat(background).isEmpty();
        now.incrementAndGet();
        assertThat(aging.get("a")).isSameAs(first);
        assertThat(aging.get("a")).isSameAs(first);
        assertThat(background).hasSize(1);
        runBackground();
        Named second = aging.get("a");
        assertThat(second).isEqualTo(new Named("a2"));
        assertThat(background).isEmpty();
    }

    @Test
    void refreshAfter_keepingTheInstance_startsItsAgeAnew() {
        LoadingWeakValueMap<String, Named> aging = builder()
                .refreshAfter(Duration.ofMinutes(1))
                .unchanged(new Equivalence<Object>() {
                    @Override
                    public int hash(Object object) {
                        return 0;
                    }

                    @Override
                    public boolean equivalent(Object left, Object right) {
                        return true;
                    }
                })
                .build();
        Named first = aging.get("a");
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        aging.get("a");
        runBackground();
        assertThat(aging.get("a")).isSameAs(first);
        assertThat(background).isEmpty();
    }

    @Test
    @DisplayName("LOAD-2 keys that the map tells apart are refreshed each for itself")
    void refresh_ofEqualKeysOfAnIdentityMap_reloadsBoth() {
        LoadingWeakValueMap<String, Named> byIdentity = WeakValueMap.<String, Named>builder()
                .keys(Equivalence.identity())
                .loading(source)
                .executor(background::add)
                .build();
        String one = new String("a");
        String other = new String("a");
        CompletableFuture<Named> ofOne = byIdentity.refresh(one);
        CompletableFuture<Named> ofOther = byIdentity.refresh(other);
        assertThat(byIdentity.refresh(one)).isNotSameAs(ofOne);
        assertThat(background).hasSize(2);
        runBackground();
        assertThat(ofOne.join()).isSameAs(byIdentity.asMap().get(one)).isNotNull();
        assertThat(ofOther.join()).isSameAs(byIdentity.asMap().get(other)).isNotNull();
    }

    @Test
    void refreshAfter_ofAValueThatTheMapLetsIn_loadsIt() {
        LoadingWeakValueMap<String, Object> map = WeakValueMap.<String, Object>builder()
                .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                .wrapperPolicy(WrapperPolicy.ALLOW)
                .ticker(now::get)
                .loading(key -> key.equals("number") ? Integer.valueOf(1_000) : new CompletableFuture<>())
                .executor(background::add)
                .refreshAfter(Duration.ofMinutes(1))
                .build();
        Object wrapper = map.get("wrapper");
        assertThat(map.get("number")).isEqualTo(1_000);
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(map.get("number")).isEqualTo(1_000);
        assertThat(background).as("one without identity has no age").isEmpty();
        assertThat(map.get("wrapper")).isSameAs(wrapper);
        assertThat(background).hasSize(1);
    }

    @Test
    @DisplayName(
            "RC-1 what is noted of values is stored where they are, and leaves with them though nobody reclaims it")
    void refreshAfter_valuesThatDie_leavesNothingOfThem() {
        Simulation simulation = new Simulation();
        LoadingWeakValueMap<String, Named> aging = simulation
                .<String, Named>weakValueMap()
                .loading(source)
                .refreshAfter(Duration.ofMinutes(1))
                .build();
        Named value = aging.get("a");
        assertThat(simulation.collector.clear(value)).as("entries of a value").isEqualTo(2);
        simulation.collector.enqueue();
        Named next = aging.get("b");
        assertThat(aging.refresh.loadedAt).containsOnlyKeys(next);
        assertThat(aging.refresh.loadedAt.estimatedSize()).isOne();
    }

    @Test
    @DisplayName("RC-1 what is noted of values needs the library's thread just where the values do")
    void refreshAfter_reclaimedWithoutTheThread_leavesTheThreadAlone() {
        for (Reclaim reclaim : List.of(Reclaim.SHARED, Reclaim.INLINE, Reclaim.MANUAL)) {
            LoadingWeakValueMap<String, Named> aging = WeakValueMap.<String, Named>builder()
                    .reclaim(reclaim)
                    .loading(source)
                    .refreshAfter(Duration.ofMinutes(1))
                    .build();
            Named value = aging.get("a");
            Store<?, ?> ages = ((StoredWeakKeyMap<Named, Long>) aging.refresh.loadedAt).store;
            assertThat(ages.isWatched()).isEqualTo(reclaim == Reclaim.SHARED);
            Reference.reachabilityFence(value);
        }
    }

    @Test
    @DisplayName("LOAD-1 a hit allocates nothing, whether or not values grow old")
    void get_ofAValueThatIsThere_allocatesNothing() {
        now.set(1_000_000); // no number that is kept at hand
        LoadingWeakValueMap<String, Named> aging =
                builder().refreshAfter(Duration.ofMinutes(1)).build();
        for (LoadingWeakValueMap<String, Named> each : List.of(map, aging)) {
            Named value = each.get("a");
            assertThat(Allocation.perCall(10_000, () -> each.get("a"))).isZero();
            assertThat(each.get("a")).isSameAs(value);
        }
    }

    @Test
    void refreshAfter_ofNoTime_isRefused() {
        assertThatThrownBy(() -> builder().refreshAfter(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("refreshAfter PT0S is not positive; give more than zero");
    }

    private void runBackground() {
        for (Runnable task = background.poll(); task != null; task = background.poll()) {
            task.run();
        }
    }

    private record Named(String name) {}

    /** Equals itself alone, has the hash of all others, and throws when told to. */
    private static final class Moody {
        RuntimeException hashing;
        RuntimeException comparing;

        @Override
        public int hashCode() {
            if (hashing != null) {
                throw hashing;
            }
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            if (comparing != null) {
                throw comparing;
            }
            return this == other;
        }
    }

    /** Gives each key its name and a number that grows; tells what it was asked. */
    private static final class Source implements WeakValueLoader<String, Named> {
        final List<String> calls = new ArrayList<>();
        int version = 1;
        RuntimeException failure;
        Runnable beforeLoad = () -> {};

        @Override
        public Named load(String key) {
            calls.add(key);
            return make(key);
        }

        @Override
        public Map<String, Named> loadAll(Set<String> keys) {
            calls.add(keys.toString());
            Map<String, Named> loaded = new HashMap<>();
            for (String key : keys) {
                loaded.put(key, make(key));
            }
            loaded.put("unasked", new Named("unasked"));
            return loaded;
        }

        private Named make(String key) {
            Runnable before = beforeLoad;
            beforeLoad = () -> {};
            before.run();
            if (failure != null) {
                throw failure;
            }
            Named made = key.equals("none") ? null : new Named(key + version);
            version += version == 0 ? 0 : 1;
            return made;
        }
    }
}

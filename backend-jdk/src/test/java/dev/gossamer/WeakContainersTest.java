package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("DIAG-4 the list of named containers")
class WeakContainersTest {

    private static List<WeakContainer> named(String name) {
        return WeakContainers.named().stream()
                .filter(container -> container.name().orElse("").equals(name))
                .toList();
    }

    @Test
    void named_everyKindAndItsCopy_isListedOnce() {
        WeakValueMap<String, Object> values =
                WeakValueMap.<String, Object>builder().name("kinds").build();
        WeakKeyMap<Object, Object> keys = WeakKeyMap.builder().name("kinds").build();
        WeakMap<Object, Object> both = WeakMap.builder().name("kinds").build();
        WeakSet<Object> set = WeakSet.builder().name("kinds").build();
        Interner<Object> interner = Interner.builder().name("kinds").build();
        List<WeakContainer> copies = List.of(values.copy(), keys.copy(), both.copy(), set.copy(), interner.copy());

        assertThat(named("kinds"))
                .usingElementComparator((one, other) -> one == other ? 0 : 1)
                .hasSize(10)
                .contains(values, keys, both, set, interner)
                .containsAll(copies);
    }

    @Test
    void named_resultsOfSetOperations_areListed() {
        WeakSet<Object> set = WeakSet.builder().name("operations").build();
        List<WeakContainer> results = List.of(
                set.union(List.of()),
                set.intersection(List.of()),
                set.difference(List.of()),
                set.symmetricDifference(List.of()));

        assertThat(named("operations"))
                .usingElementComparator((one, other) -> one == other ? 0 : 1)
                .hasSize(5)
                .containsAll(results);
    }

    @Test
    void named_containerWithoutName_isNotListed() {
        WeakSet<Object> set = WeakSet.create();

        assertThat(set.name()).isEmpty();
        assertThat(WeakContainers.named()).noneMatch(container -> container == set);
    }

    @Test
    @Tag("collector")
    void named_droppedContainer_isCollectedAndForgotten() {
        WeakReference<Object> dropped =
                new WeakReference<>(WeakSet.builder().name("dropped").build());

        Awaitility.await("the container to be collected although it was named, and its place on the list to be freed")
                .atMost(300, TimeUnit.SECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() -> {
                    System.gc();
                    return dropped.refersTo(null)
                            && WeakContainers.listed() == WeakContainers.named().size();
                });
        assertThat(named("dropped")).isEmpty();
    }

    @Test
    void all_containersOfEveryType_areListedByKind() {
        WeakSet<Object> set = WeakSet.create();
        WeakListeners<Runnable> listeners = WeakListeners.named("events of every type");
        KeyedLocks<String> locks =
                KeyedLocks.<String>builder().name("locks of every type").build();
        WeakListeners<Runnable> unnamed = WeakListeners.create();
        listeners.add(this, () -> {});
        locks.lock("key").close();

        assertThat(WeakContainers.all()).contains(set);
        assertThat(WeakContainers.all()).extracting(WeakContainer::kind).contains("WeakSet", "WeakListeners");
        assertThat(named("events of every type")).singleElement().satisfies(each -> {
            assertThat(each.kind()).isEqualTo("WeakListeners");
            assertThat(each.size()).isEqualTo(1);
            assertThat(each.estimatedSize()).isEqualTo(1);
        });
        assertThat(named("locks of every type"))
                .singleElement()
                .satisfies(each -> assertThat(each.kind()).isEqualTo("KeyedLocks"));
        assertThat(set.createdAt()).isEmpty();
        Reference.reachabilityFence(List.of(set, listeners, locks, unnamed));
    }

    @Test
    @Tag("collector")
    void all_droppedContainersWithoutName_leaveTheList() {
        Deaths.Victim set = new Deaths.Victim();
        Deaths.Victim listeners = new Deaths.Victim();
        set.object = WeakSet.create();
        listeners.object = WeakListeners.create();
        long before =
                WeakContainers.all().stream().filter(each -> each == set.object).count();
        assertThat(before).isEqualTo(1);
        Deaths.awaitClearing(set.drop());
        Deaths.awaitClearing(listeners.drop());

        Deaths.collectUntil(
                "what was collected to leave the list",
                () -> WeakContainers.all().size()
                        == WeakContainers.listedNamed().size()
                                + WeakContainers.listedUnnamed().size());
    }

    @Test
    void fire_namedListeners_nameTheListInWhatFails() {
        List<String> failed = new ArrayList<>();
        WeakListeners<Runnable> listeners = WeakListeners.named("prices");
        listeners.add(this, () -> {
            throw new IllegalStateException("no display");
        });
        ErrorHandler.use((source, failure) -> failed.add(source));
        try {
            listeners.fire(Runnable::run);
        } finally {
            ErrorHandler.useStandard();
        }
        assertThat(failed).containsExactly("a listener of \"prices\"");
    }
}

package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("DIAG-4 those who watch follow containers as they come and go")
class ContainerFollowerTest {
    private final List<String> done = new CopyOnWriteArrayList<>();

    private Runnable follow(ObservedContainer container, String prefix) {
        if (!container.name().startsWith(prefix)) {
            return () -> {};
        }
        done.add("+" + container.name());
        return () -> done.add("-" + container.name());
    }

    private static WeakSet<Object> set(String name) {
        return WeakSet.builder().name(name).build();
    }

    @Test
    void follow_containersBeforeAndAfter_areBoundOnceAndUnboundByClosing() {
        WeakSet<Object> before = set("follow one");
        ContainerFollower follower = WeakContainers.follow(each -> follow(each, "follow "));
        WeakSet<Object> after = set("follow two");
        WeakSet<Object> copy = before.copy();

        assertThat(done).containsExactly("+follow one", "+follow two", "+follow one #2");
        assertThat(follower.size()).isGreaterThanOrEqualTo(3); // other tests leave containers
        assertThat(follower.counter().applyAsDouble(this)).isGreaterThanOrEqualTo(3);
        follower.close();
        follower.close();
        assertThat(done).hasSize(6).contains("-follow one", "-follow two", "-follow one #2");
        assertThat(set("follow three")).isEmpty();
        assertThat(done).hasSize(6);
        assertThat(follower.size()).isZero();
        Reference.reachabilityFence(List.of(before, after, copy));
    }

    @Test
    void follow_bindingThatThrows_isReportedAndTheContainerIsMade() {
        List<String> failed = new CopyOnWriteArrayList<>();
        ErrorHandler.use((source, failure) -> failed.add(source + ": " + failure.getMessage()));
        try (ContainerFollower follower = WeakContainers.follow(each -> {
            if (each.name().equals("unfollowable")) {
                throw new IllegalStateException("no room");
            }
            return () -> {};
        })) {
            assertThat(set("unfollowable")).isEmpty();
            assertThat(failed).containsExactly("following \"unfollowable\": no room");
            assertThat(follower.size()).isPositive();
        } finally {
            ErrorHandler.useStandard();
        }
    }

    @Test
    void close_undoThatThrows_isReportedWithTheContainer() {
        List<String> failed = new CopyOnWriteArrayList<>();
        ErrorHandler.use((source, failure) -> failed.add(source + ": " + failure.getMessage()));
        WeakSet<Object> set = set("unleavable");
        try {
            WeakContainers.follow(each -> () -> {
                        if (each.name().equals("unleavable")) {
                            throw new IllegalStateException("no way back");
                        }
                    })
                    .close();
            assertThat(failed).containsExactly("unfollowing \"unleavable\": no way back");
        } finally {
            ErrorHandler.useStandard();
        }
        Reference.reachabilityFence(set);
    }

    @Test
    void follow_closedByItsOwnBinding_undoesWhatItWasDoing() {
        ConcurrentHashMap<String, ContainerFollower> holder = new ConcurrentHashMap<>();
        ContainerFollower follower = WeakContainers.follow(each -> {
            if (each.name().equals("last one")) {
                holder.get("follower").close();
            }
            return follow(each, "last one");
        });
        holder.put("follower", follower);

        assertThat(set("last one")).isEmpty();
        assertThat(done).containsExactly("+last one", "-last one");
    }

    @Test
    @Tag("collector")
    void follow_droppedContainer_isUnboundAndItsNumberIsFree() {
        WeakSet<Object> first = set("numbered");
        WeakSet<Object> second = set("numbered");
        try (ContainerFollower follower = WeakContainers.follow(each -> follow(each, "numbered"))) {
            WeakReference<Object> dropped = new WeakReference<>(second);
            Reference.reachabilityFence(second);
            second = null;
            Deaths.awaitClearing(dropped);
            Deaths.await("the one that was collected to be unbound", () -> done.contains("-numbered #2"));
            WeakSet<Object> third = set("numbered");
            assertThat(done).containsExactly("+numbered", "+numbered #2", "-numbered #2", "+numbered #2");
            assertThat(follower.size()).isPositive();
            Reference.reachabilityFence(List.of(first, third));
        }
    }

    @Test
    void follow_nameThatLooksNumbered_isToldApart() {
        List<WeakSet<Object>> sets = new ArrayList<>();
        try (ContainerFollower follower = WeakContainers.follow(each -> follow(each, "alike"))) {
            for (String name : List.of("alike", "alike", "alike #2", "alike #3", "alike")) {
                sets.add(set(name));
            }
            assertThat(done).containsExactly("+alike", "+alike #2", "+alike #2 #2", "+alike #3", "+alike #4");
            assertThat(follower.size()).isGreaterThanOrEqualTo(5);
        }
        Reference.reachabilityFence(sets);
    }

    @Test
    void observed_collectedOrNot_tellsItsCountsAndFigures() {
        WeakKeyMap<Object, Object> map =
                WeakKeyMap.builder().name("figures").recordStats().build();
        ObservedContainer observed = ObservedContainer.of(map, "other");
        map.get(this);

        assertThat(observed.name()).isEqualTo("other");
        assertThat(observed.kind()).isEqualTo("WeakKeyMap");
        assertThat(observed.createdAt()).isEmpty();
        assertThat(observed.container()).containsSame(map);
        assertThat(observed.figure(each -> each.stats().misses()).applyAsDouble(this))
                .isEqualTo(1);
    }
}

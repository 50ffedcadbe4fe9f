package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
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
}

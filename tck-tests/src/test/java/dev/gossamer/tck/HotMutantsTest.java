package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Feature;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.tck.contracts.HotTierContract;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

@DisplayName("the contract of the hot tier sees each fault, and blames the rule that it breaks")
class HotMutantsTest {

    @BeforeAll
    static void hurry() {
        System.setProperty(KitOptions.PATIENCE, "3");
    }

    @AfterAll
    static void calm() {
        System.clearProperty(KitOptions.PATIENCE);
    }

    /** Keeps the entries in the order of their last use and drops the oldest: right, but for what a mutant overrides. */
    private static class Lru implements HotPolicy {
        final HotSpec spec;
        final Deque<Entry> entries = new ArrayDeque<>();
        private final Map<Entry, Long> times = new IdentityHashMap<>();

        Lru(HotSpec spec) {
            this.spec = spec;
        }

        @Override
        public boolean hit(Entry entry) {
            return false; // the core admits it once more
        }

        @Override
        public void admit(Entry entry) {
            entries.remove(entry);
            entries.addLast(entry);
            times.put(entry, spec.ticker().getAsLong());
        }

        @Override
        public void dismiss(Entry entry) {
            entries.remove(entry);
        }

        @Override
        public void settle() {
            while (weight() > bound()) {
                demote(entries.removeFirst());
            }
        }

        long bound() {
            return spec.maximum().orElse(Long.MAX_VALUE);
        }

        void demote(Entry entry) {
            spec.demote().accept(entry);
        }

        private long weight() {
            return entries.stream().mapToLong(spec.weigher()::applyAsInt).sum();
        }

        @Override
        public void expire(int atMost) {
            long limit = spec.expireAfterUse().orElseThrow().toNanos();
            long now = spec.ticker().getAsLong();
            for (Entry entry : List.copyOf(entries)) {
                if (now - times.get(entry) > limit) {
                    entries.remove(entry);
                    demote(entry);
                }
            }
        }
    }

    /** The JDK backend with another hot tier. */
    private record WithTier(Function<HotSpec, HotPolicy> tier) implements Backend {
        private static final Backend RIGHT = new JdkBackend();

        @Override
        public String name() {
            return "mutant";
        }

        @Override
        public int rank() {
            return 0;
        }

        @Override
        public Set<Feature> features() {
            return RIGHT.features();
        }

        @Override
        public Table table(TableSpec spec) {
            return RIGHT.table(spec);
        }

        @Override
        public <K, V> ConcurrentMap<K, V> strongMap(int initialCapacity, Bounds bounds, BiConsumer<K, V> onEvicted) {
            return RIGHT.strongMap(initialCapacity, bounds, onEvicted);
        }

        @Override
        public Optional<HotPolicy> hotPolicy(HotSpec spec) {
            return Optional.of(tier.apply(spec));
        }
    }

    private record Candidate(Backend backend) implements HotTierContract {}

    /** The rules whose tests fail with a tier. */
    private static Set<String> broken(Function<HotSpec, HotPolicy> tier) throws ReflectiveOperationException {
        Candidate candidate = new Candidate(new WithTier(tier));
        Set<String> broken = new TreeSet<>();
        for (Method test : HotTierContract.class.getDeclaredMethods()) {
            if (test.isAnnotationPresent(Test.class)) {
                try {
                    test.setAccessible(true);
                    test.invoke(candidate);
                } catch (InvocationTargetException e) {
                    if (e.getCause() instanceof RuleViolation violation) {
                        broken.add(violation.rule());
                    } else if (!(e.getCause() instanceof TestAbortedException)) {
                        broken.addAll(List.of(test.getAnnotation(Rule.class).value()));
                    }
                }
            }
        }
        return broken;
    }

    @Test
    @Tag("collector")
    void tier_right_breaksNothing() throws ReflectiveOperationException {
        assertThat(broken(Lru::new)).isEmpty();
    }

    @Test
    @Tag("collector")
    void tier_forgetsWhatItDemotes_isNotCanonical() throws ReflectiveOperationException {
        assertThat(broken(spec -> new Lru(spec) {
                    @Override
                    void demote(Entry entry) {
                        super.demote(entry);
                        entry.clear();
                    }
                }))
                .containsExactly("HOT-1");
    }

    @Test
    @Tag("collector")
    void tier_holdsValuesItself_leaksOnRemove() throws ReflectiveOperationException {
        assertThat(broken(spec -> new Lru(spec) {
                    private final List<Object> kept = new ArrayList<>();

                    @Override
                    public void admit(Entry entry) {
                        super.admit(entry);
                        kept.add(entry.weak());
                    }
                }))
                .containsExactly("HOT-3");
    }

    @Test
    @Tag("collector")
    void tier_holdsOneTooMany_exceedsTheBoundAtRest() throws ReflectiveOperationException {
        assertThat(broken(spec -> new Lru(spec) {
                    @Override
                    long bound() {
                        return spec.maximum().isPresent() ? super.bound() + 1 : super.bound();
                    }
                }))
                .containsExactly("HOT-4");
    }

    @Test
    @Tag("collector")
    void tier_demotesWhatIsUsed_isBlamed() throws ReflectiveOperationException {
        assertThat(broken(spec -> new Lru(spec) {
                    @Override
                    public void admit(Entry entry) {
                        boolean known = entries.contains(entry);
                        super.admit(entry);
                        if (known) {
                            entries.removeLast();
                            entries.addFirst(entry);
                        }
                    }
                }))
                .containsExactly("HOT-5");
    }

    @Test
    @Tag("collector")
    void tier_firstInFirstOut_isBlamed() throws ReflectiveOperationException {
        assertThat(broken(spec -> new Lru(spec) {
                    @Override
                    public void admit(Entry entry) {
                        if (spec.maximum().isEmpty() || !entries.contains(entry)) {
                            super.admit(entry);
                        }
                    }
                }))
                .containsExactly("HOT-5");
    }

    @Test
    @Tag("collector")
    void tier_ignoresTime_isBlamed() throws ReflectiveOperationException {
        assertThat(broken(spec -> new Lru(spec) {
                    @Override
                    public void expire(int atMost) {}
                }))
                .containsExactly("HOT-1");
    }

    @Test
    @Tag("collector")
    void tier_admitsNothingTwice_doesNotPromote() throws ReflectiveOperationException {
        assertThat(broken(spec -> new Lru(spec) {
                    private final Set<Entry> seen = Collections.newSetFromMap(new WeakHashMap<>());

                    @Override
                    public void admit(Entry entry) {
                        if (entries.contains(entry) || seen.add(entry)) {
                            super.admit(entry);
                        } else {
                            demote(entry);
                        }
                    }
                }))
                .containsExactly("HOT-2");
    }
}

package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import dev.gossamer.tck.contracts.HotTierContract;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
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

    private record Candidate(Backend backend) implements HotTierContract {}

    /** The rules whose tests fail with a tier. */
    private static Set<String> broken(Function<HotSpec, HotPolicy> tier) throws ReflectiveOperationException {
        Candidate candidate = new Candidate(new TieredBackend(tier));
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
        assertThat(broken(LruPolicy::new)).isEmpty();
    }

    @Test
    @Tag("collector")
    void tier_forgetsWhatItDemotes_isNotCanonical() throws ReflectiveOperationException {
        assertThat(broken(spec -> new LruPolicy(spec) {
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
        assertThat(broken(spec -> new LruPolicy(spec) {
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
        assertThat(broken(spec -> new LruPolicy(spec) {
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
        assertThat(broken(spec -> new LruPolicy(spec) {
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
        assertThat(broken(spec -> new LruPolicy(spec) {
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
        assertThat(broken(spec -> new LruPolicy(spec) {
                    @Override
                    public void expire(int atMost) {}
                }))
                .containsExactly("HOT-1");
    }

    @Test
    @Tag("collector")
    void tier_admitsNothingTwice_doesNotPromote() throws ReflectiveOperationException {
        assertThat(broken(spec -> new LruPolicy(spec) {
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

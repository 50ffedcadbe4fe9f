package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.tck.report.PendingRules;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.SpecifiedRules;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the kit is whole")
class KitTest {
    private static final List<Method> TESTS = OutcomeRecorder.methods(NamedBackendConformance.class);

    @Test
    void rules_ofSpecification_haveTestOrAreListedAsPending() {
        Set<String> tested = new TreeSet<>();
        TESTS.forEach(
                test -> tested.addAll(List.of(test.getAnnotation(Rule.class).value())));
        Set<String> untested = new TreeSet<>(SpecifiedRules.texts().keySet());
        untested.removeAll(tested);
        assertThat(untested).as("rules without a test").isEqualTo(new TreeSet<>(PendingRules.IDS));
        assertThat(SpecifiedRules.texts().keySet()).as("rules of tests").containsAll(tested);
    }

    @Test
    void tests_ofContracts_openTheirNameWithTheirRules() {
        assertThat(TESTS).isNotEmpty().allSatisfy(test -> {
            String name = test.isAnnotationPresent(Property.class)
                    ? test.getAnnotation(Label.class).value()
                    : test.getAnnotation(DisplayName.class).value();
            assertThat(name)
                    .startsWith(String.join(" ", test.getAnnotation(Rule.class).value()) + ": ");
        });
    }

    @Test
    void tests_ofContracts_haveRules() {
        assertThat(BackendContract.class.getInterfaces())
                .allSatisfy(contract -> assertThat(Arrays.stream(contract.getDeclaredMethods())
                                .filter(method -> method.isAnnotationPresent(Test.class)
                                        || method.isAnnotationPresent(Property.class)))
                        .isNotEmpty()
                        .allMatch(test -> test.isAnnotationPresent(Rule.class)));
    }

    @Test
    void parse_severalRulesInOneLine_keepsThemApart() {
        Map<String, String> rules = SpecifiedRules.parse("""
                ## VM: maps
                - **VM-1** A dead value
                  frees its key. **VM-2** Overwriting keeps it.
                - **KM-1** The last one.

                No rule.
                """);
        assertThat(rules)
                .containsExactly(
                        Map.entry("VM-1", "A dead value frees its key."),
                        Map.entry("VM-2", "Overwriting keeps it."),
                        Map.entry("KM-1", "The last one."));
    }

    @Test
    void texts_ofSpecification_areAllThere() {
        assertThat(SpecifiedRules.texts()).hasSizeGreaterThanOrEqualTo(79).containsKeys("ID-1", "MAP-18", "DIAG-3");
        assertThat(SpecifiedRules.texts().values()).noneMatch(String::isBlank);
    }

    @Test
    void notAsked_rulesOfTheSpecification_areNamed() {
        assertThat(SpecifiedRules.notAsked())
                .startsWith("NEAR-1 to NEAR-9, WRAP-1 to WRAP-2, ")
                .endsWith(" ask for them");
    }
}

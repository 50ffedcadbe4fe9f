package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.tck.contracts.LinearizabilityContract;
import dev.gossamer.tck.contracts.RacingContract;
import dev.gossamer.tck.rules.KitOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("the contracts of racing threads see each fault, and blame the rule that it breaks")
class RacingMutantsTest {

    @BeforeAll
    static void hurry() {
        System.setProperty(KitOptions.PATIENCE, "5");
    }

    @AfterAll
    static void calm() {
        System.clearProperty(KitOptions.PATIENCE);
    }

    @TestFactory
    Stream<DynamicTest> run_fault_isBlamed() {
        return RacingMutants.ALL.entrySet().stream()
                .map(fault -> dynamicTest(
                        fault.getKey(),
                        () -> assertThat(blamed(fault.getValue().get())).containsKey("MAP-7")));
    }

    @Test
    void run_rightBackend_blamesNothing() {
        assertThat(blamed(new JdkBackend())).isEmpty();
    }

    private static Map<String, List<String>> blamed(Backend backend) {
        Map<String, List<String>> blamed =
                new TreeMap<>(ContractRun.blamed(LinearizabilityContract.class, new Ordered(backend)));
        ContractRun.blamed(RacingContract.class, new Racing(backend))
                .forEach((rule, messages) -> blamed.computeIfAbsent(rule, absent -> new ArrayList<>())
                        .addAll(messages));
        return blamed;
    }

    private record Ordered(Backend backend) implements LinearizabilityContract {}

    private record Racing(Backend backend) implements RacingContract {}
}

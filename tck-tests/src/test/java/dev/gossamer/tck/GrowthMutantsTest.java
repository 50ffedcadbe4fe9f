package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.tck.contracts.GrowthContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("the contract of growth sees each fault, and blames the rule that it breaks")
class GrowthMutantsTest {

    @TestFactory
    Stream<DynamicTest> run_fault_isBlamed() {
        return GrowthMutants.ALL.entrySet().stream()
                .map(fault -> dynamicTest(
                        fault.getKey(),
                        () -> assertThat(ContractRun.blamed(
                                                GrowthContract.class,
                                                new Candidate(fault.getValue().get()))
                                        .keySet())
                                .contains(fault.getKey().replaceFirst(".*\\((.*)\\)", "$1"))));
    }

    @Test
    void run_rightBackend_blamesNothing() {
        assertThat(ContractRun.blamed(GrowthContract.class, new Candidate(new JdkBackend())))
                .isEmpty();
    }

    private record Candidate(Backend backend) implements GrowthContract {}
}

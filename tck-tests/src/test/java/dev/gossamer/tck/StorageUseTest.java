package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.tck.report.PendingRules;
import dev.gossamer.tck.report.StorageUse;
import dev.gossamer.tck.rules.SpecifiedRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("no backend is credited with what another one did")
class StorageUseTest {

    private static Set<String> rules(List<String> verdicts, String verdict) {
        return verdicts.stream()
                .filter(line -> line.matches("\\S+ +" + verdict + "\\b.*"))
                .map(line -> line.replaceAll(" .*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> using(StorageUse use) {
        return SpecifiedRules.texts().keySet().stream()
                .filter(rule -> StorageUse.of(rule) == use && !PendingRules.IDS.contains(rule))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void run_standardBackendThatStoresNothing_breaksNothing(@TempDir Path directory) throws IOException {
        List<String> verdicts = ConformanceProgram.verdicts(JdkBackend.class, BrokenBackend.class, directory);
        assertThat(rules(verdicts, "FAIL")).as("verdicts %s", verdicts).isEmpty();
        assertThat(rules(verdicts, "UNTESTED")).as("verdicts %s", verdicts).isEmpty();
        assertThat(rules(verdicts, "PASS")).isSubsetOf(using(StorageUse.TESTED));
    }

    @Test
    void run_backendThatStoresNothingBesideOneThatDoes_passesNoRule(@TempDir Path directory) throws IOException {
        List<String> verdicts = ConformanceProgram.verdicts(BrokenBackend.class, JdkBackend.class, directory);
        assertThat(rules(verdicts, "PASS")).as("verdicts %s", verdicts).isEmpty();
        assertThat(rules(verdicts, "N/A")).containsAll(using(StorageUse.NONE));
    }
}

package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "from JDK 24 on there is no security manager")
@Tag("collector")
class SecurityManagerTest {
    @TempDir
    Path directory;

    /** Run in a JVM with a security manager. */
    public static final class Guarded {
        public static void main(String[] arguments) {
            WeakValueMap<String, Object> map =
                    WeakValueMap.<String, Object>builder().backend("jdk").build();
            putNew(map);
            Deaths.collectUntil("the entry to be reclaimed", () -> map.estimatedSize() == 0);
            System.out.println("reclaimed");
        }

        private static void putNew(WeakValueMap<String, Object> map) {
            map.put("k", new Object());
        }
    }

    @Test
    @DisplayName("RC-2 under a security manager that grants everything, dead entries are reclaimed")
    void reclaim_allGranted_takesPlace() throws Exception {
        Path policy = Files.writeString(
                directory.resolve("all.policy"), "grant { permission java.security.AllPermission; };");

        assertThat(run("-Djava.security.policy==" + policy)).endsWith("reclaimed");
    }

    @Test
    void backend_nothingGranted_isMissedWithTheReason() throws Exception {
        assertThat(run())
                .contains("no backend named \"jdk\"; found: []; a security manager may hide them: grant"
                        + " java.security.AllPermission to the jars of the library");
    }

    private static String run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Djava.security.manager"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Guarded.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.strip();
    }
}

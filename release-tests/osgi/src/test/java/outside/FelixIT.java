package outside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;

class FelixIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @TempDir
    Path storage;

    @Test
    void bundles_withSpiFly_findTheBackend() throws Exception {
        assertEquals("true jdk", run(false, List.of(TARGET.resolve("spifly"), TARGET.resolve("bundles"))));
    }

    @Test
    void bundles_withoutSpiFly_useTheBackendThatIsGiven() throws Exception {
        assertEquals("true jdk", run(true, List.of(TARGET.resolve("bundles"))));
    }

    private String run(boolean plain, List<Path> folders) throws Exception {
        System.clearProperty("outside.result");
        Framework felix = new FrameworkFactory()
                .newFramework(Map.of(
                        "org.osgi.framework.storage", storage.toString(),
                        "org.osgi.framework.storage.clean", "onFirstInit",
                        "outside.plain", Boolean.toString(plain),
                        "felix.bootdelegation.implicit", "false")); // or the class path of this test would be seen
        felix.start();
        try {
            List<Bundle> bundles = new ArrayList<>();
            for (Path folder : folders) {
                for (Path jar : jars(folder)) {
                    bundles.add(felix.getBundleContext().installBundle(jar.toUri().toString()));
                }
            }
            bundles.add(felix.getBundleContext().installBundle(TARGET.resolve("osgi-1.jar").toUri().toString()));
            for (Bundle bundle : bundles) {
                if (bundle.getHeaders().get("Fragment-Host") == null) {
                    bundle.start();
                }
            }
            return System.getProperty("outside.result");
        } finally {
            felix.stop();
            felix.waitForStop(0);
        }
    }

    private static List<Path> jars(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}

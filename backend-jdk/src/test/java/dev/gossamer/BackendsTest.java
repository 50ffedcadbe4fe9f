package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How backends are found and chosen, each time in a copy of the library that knows none yet. */
class BackendsTest {
    private static final String SERVICES = "META-INF/services/dev.gossamer.spi.Backend";

    @TempDir
    Path first;

    /** Runs an application in a class loader of its own, behind a folder whose services file is read first. */
    private List<String> run(Class<? extends Callable<List<String>>> application, String services) throws Exception {
        Files.createDirectories(first.resolve(SERVICES).getParent());
        Files.writeString(first.resolve(SERVICES), services);
        try (URLClassLoader loader = new URLClassLoader(places(), ClassLoader.getPlatformClassLoader())) {
            @SuppressWarnings("unchecked") // the same class, but for its loader
            Callable<List<String>> copy = (Callable<List<String>>)
                    loader.loadClass(application.getName()).getConstructor().newInstance();
            return copy.call();
        }
    }

    private URL[] places() throws IOException {
        Stream<URL> library = Stream.of(WeakValueMap.class, JdkBackend.class, BackendsTest.class)
                .map(each -> each.getProtectionDomain().getCodeSource().getLocation());
        return Stream.concat(Stream.of(first.toUri().toURL()), library).toArray(URL[]::new);
    }

    /** Asks for what is there and for what is not. */
    public static final class Asking implements Callable<List<String>> {
        @Override
        public List<String> call() {
            String message;
            try {
                message = Backends.named("none").name();
            } catch (IllegalArgumentException e) {
                message = e.getMessage();
            }
            return List.of(Backends.standard().name(), message);
        }
    }

    @Test
    @DisplayName("RC-9 one broken line in a services file leaves the other backends usable, and is named")
    void all_oneBrokenLine_othersAreFound() throws Exception {
        assertThat(run(Asking.class, "no.such.Backend\n"))
                .containsExactly(
                        "jdk",
                        "no backend named \"none\"; found: [jdk]; not usable: [dev.gossamer.spi.Backend:"
                                + " Provider no.such.Backend not found]");
    }

    /** Asks for an identity reference with a mistyped backend first, then with a good one. */
    public static final class Mistyping implements Callable<List<String>> {
        @Override
        public List<String> call() {
            Object object = new Object();
            System.setProperty(Backends.PROPERTY, "jdkk");
            String message;
            try {
                message = WeakRef.identity(object).toString();
            } catch (IllegalArgumentException e) {
                message = e.getMessage();
            } finally {
                System.clearProperty(Backends.PROPERTY);
            }
            WeakRef<Object> reference = WeakRef.identity(object);
            boolean same = WeakRef.identity(object) == reference;
            return List.of(message, "the same: " + same);
        }
    }

    @Test
    @DisplayName("RC-9 WeakRef.identity that was asked with a mistyped backend recovers")
    void identity_mistypedBackendFirst_recovers() throws Exception {
        assertThat(run(Mistyping.class, ""))
                .containsExactly("no backend named \"jdkk\"; found: [jdk]", "the same: true");
    }

    /** Chooses the backend in code. */
    public static final class Choosing implements Callable<List<String>> {
        @Override
        public List<String> call() {
            JdkBackend chosen = new JdkBackend();
            Backends.use(chosen);
            Backends.use(new JdkBackend());
            String message = "nothing thrown";
            try {
                Backends.use(new dev.gossamer.spi.SimulatedCollector(chosen));
            } catch (IllegalStateException e) {
                message = e.getMessage();
            }
            return List.of("chosen: " + (Backends.standard() == chosen), message);
        }
    }

    @Test
    @DisplayName("Backends.use: the first one chosen stays, and another kind comes too late")
    void use_chosenInCode_isTheStandardOne() throws Exception {
        assertThat(run(Choosing.class, ""))
                .containsExactly(
                        "chosen: true",
                        "backend \"jdk\" comes too late: \"jdk\" is in use already; choose the backend before anything"
                                + " else of this library is used");
    }
}

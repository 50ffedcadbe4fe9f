package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Backend;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("collector")
@DisplayName("RC-4")
class RedeployTest {
    private static final int ROUNDS = 50;
    private static final int AT_ONCE = 10;

    @Test
    void library_usedInThrowAwayLoadersAndDropped_leavesNoLoaderAndNoThread() throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i += AT_ONCE) {
            loaders.addAll(deploy(AT_ONCE));
        }
        Deaths.collectUntil(
                "the collection of " + ROUNDS + " class loaders",
                () -> loaders.stream().allMatch(loader -> loader.refersTo(null)));
        Deaths.await("the end of their threads", () -> libraryThreads() <= 2); // those of the library under test itself
    }

    private static List<WeakReference<ClassLoader>> deploy(int applications) throws Exception {
        List<FutureTask<WeakReference<ClassLoader>>> running = new ArrayList<>();
        for (int i = 0; i < applications; i++) {
            var round = new FutureTask<>(RedeployTest::deploy);
            running.add(round);
            new Thread(round, "container").start();
        }
        Deaths.collectUntil(
                "the end of the applications", () -> running.stream().allMatch(FutureTask::isDone));
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (FutureTask<WeakReference<ClassLoader>> round : running) {
            loaders.add(round.get());
        }
        return loaders;
    }

    private static WeakReference<ClassLoader> deploy() throws Exception {
        URL[] library = Stream.of(WeakRef.class, Backends.standard().getClass(), RedeployTest.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try (var loader = new URLClassLoader(library, ClassLoader.getPlatformClassLoader())) {
            Class<?> application = loader.loadClass(RedeployedApplication.class.getName());
            assertThat(application).isNotSameAs(RedeployedApplication.class);
            assertThat(loader.loadClass(Backend.class.getName())).isNotSameAs(Backend.class);
            var work =
                    new FutureTask<>((Callable<?>) application.getConstructor().newInstance());
            var thread = new Thread(work, "application");
            thread.setContextClassLoader(loader);
            thread.start();
            thread.join();
            work.get();
            return new WeakReference<>(loader);
        }
    }

    private static long libraryThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gossamer-"))
                .count();
    }
}

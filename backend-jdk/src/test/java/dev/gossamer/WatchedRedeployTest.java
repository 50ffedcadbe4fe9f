package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.micrometer.WeakContainerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Function;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("collector")
@DisplayName("DIAG-4 RC-4 what watches an application does not keep its class loader")
class WatchedRedeployTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    /** Has a library of its own, and shares everything else, the meter registry included. */
    private static final class ApplicationLoader extends ClassLoader {
        ApplicationLoader() {
            super(WatchedRedeployTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.gossamer.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /** Names containers, shows them in all ways, uses them, and forgets to close anything. */
    public static final class Application implements Function<MeterRegistry, Object> {
        @Override
        public Object apply(MeterRegistry registry) {
            WeakContainerMetrics.bindAll(registry);
            ContainerMBeans.register();
            WeakValueMap<String, Object> map = WeakValueMap.<String, Object>builder()
                    .name("deployed")
                    .recordStats()
                    .build();
            WeakKeyMap<Object, Object> metadata =
                    WeakKeyMap.builder().name("deployed too").build();
            Object held = new Object();
            map.put("key", held);
            metadata.put(held, "value");
            return List.of(map, metadata, held);
        }
    }

    /** The application, as the server that runs it holds it. */
    private static final class Deployment {
        private Object held = List.of();
        private WeakReference<ClassLoader> loader = new WeakReference<>(null);

        @SuppressWarnings("unchecked") // the same class, but for its loader
        void deploy(MeterRegistry registry) throws Exception {
            ClassLoader fresh = new ApplicationLoader();
            Function<MeterRegistry, Object> application =
                    (Function<MeterRegistry, Object>) fresh.loadClass(Application.class.getName())
                            .getConstructor()
                            .newInstance();
            assertThat(application.getClass()).isNotSameAs(Application.class);
            held = application.apply(registry);
            loader = new WeakReference<>(fresh);
        }

        WeakReference<ClassLoader> undeploy() {
            held = List.of();
            return loader;
        }
    }

    private static ObjectName bean(String name) throws Exception {
        return new ObjectName("dev.gossamer:type=Container,name=\"" + name + '"');
    }

    /** What the meter of a container tells, if there is one. */
    private static @Nullable Double size(MeterRegistry registry) {
        Gauge meter =
                registry.find("gossamer.entries").tag("container", "deployed").gauge();
        return meter == null ? null : meter.value();
    }

    @Test
    void undeploy_applicationWithMBeansAndMeters_collectsItsLoader() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Deployment deployment = new Deployment();
        deployment.deploy(registry);
        assertThat(SERVER.getAttribute(bean("deployed"), "EstimatedSize")).isEqualTo(1L);
        assertThat(SERVER.invoke(bean("deployed too"), "selfPins", new Object[] {100}, new String[] {"int"}))
                .isEqualTo(new String[0]);
        assertThat(size(registry)).isEqualTo(1.0);

        WeakReference<ClassLoader> first = deployment.undeploy();
        Deaths.awaitClearing(first);
        // the container's death took the meter off, or the loader died with the container
        assertThat(size(registry)).isIn(null, Double.NaN);

        deployment.deploy(registry);
        assertThat(SERVER.getAttribute(bean("deployed"), "EstimatedSize")).isEqualTo(1L);
        assertThat(SERVER.queryNames(new ObjectName("dev.gossamer:instance=2,*"), null))
                .isEmpty();
        assertThat(size(registry)).isEqualTo(1.0);
        Deaths.awaitClearing(deployment.undeploy());
        for (ObjectName each : SERVER.queryNames(new ObjectName("dev.gossamer:*"), null)) {
            try {
                SERVER.getMBeanInfo(each);
            } catch (Exception gone) {
                assertThat(SERVER.isRegistered(each)).isFalse();
            }
        }
        assertThat(SERVER.queryNames(new ObjectName("dev.gossamer:*"), null)).isEmpty();
    }
}

package outside;

import dev.gossamer.Backends;
import dev.gossamer.Finalizers;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakValueMap;
import dev.gossamer.backend.jdk.JdkBackend;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Uses a container, a reference and a finalizer in a bundle of its own, and leaves what came of it in a system property. */
public final class Application implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        if (Boolean.parseBoolean(context.getProperty("outside.plain"))) {
            Backends.use(new JdkBackend()); // where no ServiceLoader finds anything
        }
        Object value = new Object();
        WeakValueMap<String, Object> map = WeakValueMap.create();
        map.put("a", value);
        boolean works = map.get("a") == value
                && WeakRef.identity(value) == WeakRef.identity(value)
                && Finalizers.register(value, "state", state -> state).call().orElseThrow().equals("state");
        System.setProperty("outside.result", works + " " + Backends.standard().name());
    }

    @Override
    public void stop(BundleContext context) {}
}

package dev.gossamer;

import dev.gossamer.spi.Backend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The backends on the class path or module path.
 *
 * <p>A container uses the {@linkplain #standard() standard} backend unless its builder's {@code backend(…)} names or
 * gives another one. Where a {@link ServiceLoader} finds nothing, as in a plain OSGi container, give the backend to the
 * builder or to {@link #use(Backend)}. Thread-safe.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="backends"}
 *
 * @since 0.1.0
 */
public final class Backends {
    /** The system property that names the standard backend: {@value}. */
    public static final String PROPERTY = "dev.gossamer.backend";

    /** This many broken providers end the search, in case one is found again and again. */
    private static final int MOST_BROKEN = 100;

    private static final ConcurrentMap<String, Backend> NAMED = new ConcurrentHashMap<>();
    private static volatile @Nullable Backend standard;

    private Backends() {}

    /**
     * All backends that are found and can be loaded, sorted by {@linkplain Backend#rank() rank} from high to low, then
     * by name.
     *
     * @return the backends, unmodifiable, perhaps empty
     */
    public static List<Backend> all() {
        return found(new ArrayList<>());
    }

    /** The backends that can be loaded; what is wrong with the others is added to a list. */
    private static List<Backend> found(List<Throwable> broken) {
        EarlyInitializer.requireStack(); // a class path that overflows while a jar is opened forgets the jar
        List<Backend> found = new ArrayList<>();
        Iterator<Backend> each = ServiceLoader.load(Backend.class, Backends.class.getClassLoader())
                .iterator();
        for (boolean more = true; more; ) {
            try {
                more = each.hasNext();
                if (more) {
                    found.add(each.next());
                }
            } catch (ServiceConfigurationError | SecurityException unusable) {
                broken.add(unusable);
                more = broken.size() < MOST_BROKEN;
            }
        }
        found.sort(new HighestRankFirst());
        return List.copyOf(found);
    }

    /** What a message adds about providers that could not be loaded. */
    private static String unusable(List<Throwable> broken) {
        return broken.isEmpty()
                ? underSecurityManager()
                : "; not usable: "
                        + broken.stream().map(Throwable::getMessage).distinct().toList();
    }

    @SuppressWarnings("removal") // until no JVM has one
    private static String underSecurityManager() {
        return System.getSecurityManager() == null
                ? ""
                : "; a security manager may hide them: grant java.security.AllPermission to the jars of the library";
    }

    private static <X extends Throwable> X causedBy(X failure, List<Throwable> broken) {
        broken.forEach(failure::addSuppressed);
        return failure;
    }

    /**
     * The backend with a given name. It is searched for once.
     *
     * @param name the {@linkplain Backend#name() name}
     * @return the backend, always the same
     * @throws IllegalArgumentException if none of that name is found; the message lists those there are
     */
    public static Backend named(String name) {
        Backend known = NAMED.get(Objects.requireNonNull(name, "name"));
        return known != null ? known : find(name);
    }

    private static Backend find(String name) {
        List<Throwable> broken = new ArrayList<>();
        List<Backend> all = found(broken);
        for (Backend backend : all) {
            if (backend.name().equals(name)) {
                Backend first = NAMED.putIfAbsent(name, backend);
                return first != null ? first : backend;
            }
        }
        throw causedBy(
                new IllegalArgumentException("no backend named \"" + name + "\"; found: "
                        + all.stream().map(Backend::name).sorted().toList() + unusable(broken)),
                broken);
    }

    /**
     * The backend that containers use unless told otherwise: the one of {@link #use}, else the one that the system property
     * {@value #PROPERTY} named when this was first asked for, else the best of {@link #all()}.
     *
     * @return the backend, always the same
     * @throws IllegalStateException if no backend is found
     * @throws IllegalArgumentException if the property names none of those found
     */
    public static Backend standard() {
        Backend known = standard;
        if (known == null) {
            synchronized (Backends.class) {
                known = standard;
                if (known == null) {
                    known = choose();
                    standard = known;
                }
            }
        }
        return known;
    }

    /**
     * Makes a backend the {@linkplain #standard() standard} one of this process, for containers and
     * {@link WeakRef#identity}. Call it at the start of the program: a container keeps the backend that it was built
     * with.
     *
     * @param backend the backend to use from now on
     * @throws IllegalStateException if a backend of another class is the standard one already
     * @since 0.2.0
     */
    public static void use(Backend backend) {
        Objects.requireNonNull(backend, "backend");
        synchronized (Backends.class) {
            Backend known = standard;
            if (known == null) {
                standard = backend;
            } else if (known.getClass() != backend.getClass()) {
                throw new IllegalStateException("backend \"" + backend.name() + "\" comes too late: \"" + known.name()
                        + "\" is in use already; choose the backend before anything else of this library is used");
            }
        }
    }

    /**
     * Makes the backend of a name the standard one, as {@link #use(Backend)} does.
     *
     * @param name the {@linkplain Backend#name() name}
     * @throws IllegalArgumentException if none of that name is found; the message lists those there are
     * @throws IllegalStateException if a backend of another class is the standard one already
     * @since 0.2.0
     */
    public static void use(String name) {
        use(named(name));
    }

    private static Backend choose() {
        String name = System.getProperty(PROPERTY);
        if (name != null) {
            return named(name);
        }
        List<Throwable> broken = new ArrayList<>();
        List<Backend> all = found(broken);
        if (all.isEmpty()) {
            throw causedBy(
                    new IllegalStateException("no backend found; add dev.gossamer:gossamer-backend-jdk"
                            + " or dev.gossamer:gossamer-backend-caffeine to the class path or module path; for an"
                            + " image of jlink add its module: --add-modules dev.gossamer.backend.jdk"
                            + unusable(broken)),
                    broken);
        }
        return all.get(0);
    }

    /** A class of its own, so that the first use links no lambda. */
    private static final class HighestRankFirst implements Comparator<Backend> {
        @Override
        public int compare(Backend one, Backend other) {
            int ranks = Integer.compare(other.rank(), one.rank());
            return ranks != 0 ? ranks : one.name().compareTo(other.name());
        }
    }
}

package dev.gossamer.jcache.copy;

import dev.gossamer.jcache.Copier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Copies by Java serialization: classes come from the manager's loader, and a filter limits what is written and read. */
public final class SerializingCopier implements Copier {
    /** Limits far above what a cached object needs, and far below what would exhaust the JVM. */
    public static final String DEFAULT_FILTER =
            "maxdepth=200;maxrefs=2000000;maxbytes=134217728;maxarray=16777216;maxhashes=1000000";

    private final CopyLimits limits;

    /** Makes a copier with a filter in the notation of {@code jdk.serialFilter}, and {@code maxhashes} besides. */
    public SerializingCopier(String pattern) {
        this.limits = new CopyLimits(pattern);
    }

    @Override
    @SuppressWarnings("unchecked") // a copy is of the same type
    public <T> T copy(T object, ClassLoader loader) {
        CopyFilter filter = new CopyFilter(limits, ObjectInputFilter.Config.getSerialFilter());
        try {
            return (T) read(written(object, filter), loader, filter);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException(
                    "objects refer to each other more deeply than the stack of this thread can follow, whatever the"
                            + " maxdepth of the setting " + CopyLimits.SETTING,
                    e);
        } catch (IOException | ClassNotFoundException e) {
            String reason = filter.reason();
            throw new IllegalArgumentException(reason == null ? e.toString() : reason, e);
        }
    }

    private static byte[] written(Object object, CopyFilter filter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        filter.requireFewHashes(object); // also if something else is written for it
        try (ObjectOutputStream out = new FilteredOutput(bytes, filter)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** Refuses each object before it is written, so that what would not be read costs nothing. */
    private static final class FilteredOutput extends ObjectOutputStream {
        private final ByteArrayOutputStream bytes;
        private final CopyFilter filter;
        private long references;

        FilteredOutput(ByteArrayOutputStream bytes, CopyFilter filter) throws IOException {
            super(bytes);
            this.bytes = bytes;
            this.filter = filter;
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) throws IOException {
            if (!(object instanceof String)) { // as when it is read
                filter.requireWritable(object, ++references, bytes.size());
            }
            return object;
        }
    }

    @SuppressWarnings("BanSerializableRead")
    private static Object read(byte[] bytes, ClassLoader loader, CopyFilter filter)
            throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new LoaderInput(new ByteArrayInputStream(bytes), loader)) {
            in.setObjectInputFilter(filter);
            return in.readObject();
        }
    }

    /** Resolves classes by one loader and no other. */
    private static final class LoaderInput extends ObjectInputStream {
        private final ClassLoader loader;

        LoaderInput(InputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            Class<?> primitive = primitive(description.getName());
            return primitive != null ? primitive : Class.forName(description.getName(), false, loader);
        }

        @Override
        @SuppressWarnings("deprecation") // the successor of getProxyClass wants the handler, which is not read yet
        protected Class<?> resolveProxyClass(String[] names) throws ClassNotFoundException {
            Class<?>[] types = new Class<?>[names.length];
            for (int i = 0; i < names.length; i++) {
                types[i] = Class.forName(names[i], false, loader);
            }
            return Proxy.getProxyClass(loader, types);
        }

        private static @Nullable Class<?> primitive(String name) {
            return switch (name) {
                case "boolean" -> boolean.class;
                case "byte" -> byte.class;
                case "char" -> char.class;
                case "short" -> short.class;
                case "int" -> int.class;
                case "long" -> long.class;
                case "float" -> float.class;
                case "double" -> double.class;
                case "void" -> void.class;
                default -> null;
            };
        }
    }
}

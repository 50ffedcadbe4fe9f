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

/** Copies by Java serialization: classes come from the manager's loader, and a filter limits what is read. */
public final class SerializingCopier implements Copier {
    /** Limits far above what a cached object needs, and far below what would exhaust the JVM. */
    public static final String DEFAULT_FILTER = "maxdepth=200;maxrefs=2000000;maxbytes=134217728;maxarray=16777216";

    private final String pattern;
    private final ObjectInputFilter own;

    /** Makes a copier with a filter in the notation of {@code jdk.serialFilter}. */
    public SerializingCopier(String pattern) {
        this.pattern = pattern;
        this.own = ObjectInputFilter.Config.createFilter(pattern);
    }

    @Override
    @SuppressWarnings("unchecked") // a copy is of the same type
    public <T> T copy(T object, ClassLoader loader) {
        CopyFilter filter = new CopyFilter(pattern, own, ObjectInputFilter.Config.getSerialFilter());
        try {
            return (T) read(written(object), loader, filter);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException(
                    "objects refer to each other more deeply than the stack of this thread can follow", e);
        } catch (IOException | ClassNotFoundException e) {
            String reason = filter.reason();
            throw new IllegalArgumentException(reason == null ? e.toString() : reason, e);
        }
    }

    private static byte[] written(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
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

package dev.gossamer.jcache.near;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Encodes by Java serialization. */
final class SerializationCodec<V> implements Codec<V> {
    private static final long serialVersionUID = 1;

    /** Limits far above what a cached object needs, and far below what would exhaust the JVM. */
    private static final String LIMITS = "maxdepth=200;maxrefs=2000000;maxbytes=134217728;maxarray=16777216";

    private final transient @Nullable ClassLoader loader;

    SerializationCodec(@Nullable ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public byte[] encode(V value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new CacheException(
                    "cannot serialize a value of " + value.getClass().getName()
                            + "; make it serializable, or give a codec",
                    e);
        }
        return bytes.toByteArray();
    }

    @Override
    @SuppressWarnings({"unchecked", "BanSerializableRead"}) // what was encoded is a value
    public V decode(byte[] bytes) {
        ClassLoader from = loader != null ? loader : Thread.currentThread().getContextClassLoader();
        try (ObjectInputStream in = new LoaderStream(new ByteArrayInputStream(bytes), from)) {
            in.setObjectInputFilter(filter());
            return (V) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new CacheException("cannot deserialize a stored value of " + bytes.length + " bytes", e);
        }
    }

    private static ObjectInputFilter filter() {
        ObjectInputFilter own = ObjectInputFilter.Config.createFilter(LIMITS);
        ObjectInputFilter global = ObjectInputFilter.Config.getSerialFilter();
        return global == null ? own : ObjectInputFilter.merge(own, global);
    }

    /** Looks classes up in one loader first. */
    private static final class LoaderStream extends ObjectInputStream {
        private final @Nullable ClassLoader loader;

        LoaderStream(InputStream in, @Nullable ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }
    }
}

package dev.gossamer.benchmarks;

/** The classes of keys to measure with. */
enum KeyClasses {
    /** Strings of eleven characters, hashed before. */
    STRING {
        @Override
        Object key(int number) {
            String key = "key-" + (1_000_000 + number);
            return key.hashCode() == 0 ? key + "'" : key;
        }

        @Override
        Object copy(Object key) {
            return new String(((String) key).toCharArray());
        }
    },

    /** Strings of one hash code, as somebody makes them who wants to stop a service. */
    COLLIDING {
        @Override
        Object key(int number) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                key.append((number >> bit & 1) == 0 ? "Aa" : "BB");
            }
            return key.toString();
        }

        @Override
        Object copy(Object key) {
            return STRING.copy(key);
        }
    },

    /** Boxed integers: as strong keys only. */
    INTEGER {
        @Override
        Object key(int number) {
            return number * 31;
        }

        @Override
        Object copy(Object key) {
            return (Integer) key + 0;
        }
    },

    /** Objects that equal only themselves. */
    IDENTITY {
        @Override
        Object key(int number) {
            return new Object();
        }

        @Override
        Object copy(Object key) {
            return key;
        }
    };

    /** A key; another one for each number. */
    abstract Object key(int number);

    /** An equal key, another object where the class allows it. */
    abstract Object copy(Object key);

    /** Whether a kind of container takes such keys, and compares them so. */
    boolean fits(ContainerKind kind) {
        return switch (this) {
            case STRING -> kind != ContainerKind.WEAK_KEYS_IDENTITY;
            case COLLIDING -> kind == ContainerKind.WEAK_VALUES || kind == ContainerKind.WEAK_KEYS;
            case INTEGER -> kind == ContainerKind.WEAK_VALUES;
            case IDENTITY -> kind == ContainerKind.WEAK_KEYS_IDENTITY;
        };
    }
}

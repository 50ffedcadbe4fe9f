package dev.gossamer;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows which classes have instances without identity, with the same answer on every JVM. Thread-safe. */
final class ValueBasedClasses {
    // Why a list beside the annotation?
    //
    // The JDK marks value-based classes with jdk.internal.ValueBased, which is not inherited and stands on different
    // classes in different versions. The list names what the documentation of the platform calls value-based, so that
    // the answer does not change with the JVM. Class.isValue exists only where value classes do.

    private static final Set<String> NAMED = Set.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Double",
            "java.lang.Float",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Short",
            "java.lang.ProcessHandleImpl",
            "java.lang.Runtime$Version",
            "java.util.KeyValueHolder",
            "java.util.Optional",
            "java.util.OptionalDouble",
            "java.util.OptionalInt",
            "java.util.OptionalLong");
    private static final Set<String> TEMPORAL = Set.of(
            "java.time.Duration",
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.MonthDay",
            "java.time.OffsetDateTime",
            "java.time.OffsetTime",
            "java.time.Period",
            "java.time.Year",
            "java.time.YearMonth",
            "java.time.ZonedDateTime",
            "java.time.ZoneOffset",
            "java.time.ZoneRegion",
            "java.time.chrono.HijrahDate",
            "java.time.chrono.JapaneseDate",
            "java.time.chrono.MinguoDate",
            "java.time.chrono.ThaiBuddhistDate");
    private static final @Nullable MethodHandle IS_VALUE = findIsValue();

    private static final ClassValue<Boolean> VALUE_BASED = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isNamed(type) || isAnnotated(type) || isValueClass(type);
        }
    };

    private ValueBasedClasses() {}

    static boolean contains(Class<?> type) {
        return VALUE_BASED.get(type);
    }

    /**
     * Refuses an object that has no identity.
     *
     * @throws NotWeaklyReferenceableException naming the class and the way out
     */
    static <T> T requireIdentity(T object, String wayOut) {
        if (contains(object.getClass())) {
            throw new NotWeaklyReferenceableException(object.getClass(), wayOut);
        }
        return object;
    }

    private static boolean isNamed(Class<?> type) {
        String name = type.getName();
        return NAMED.contains(name) || TEMPORAL.contains(name) || name.startsWith("java.util.ImmutableCollections$");
    }

    private static boolean isAnnotated(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        if (loader != null && loader != ClassLoader.getPlatformClassLoader()) {
            return false; // only the JDK's own classes can have it
        }
        for (Annotation annotation : type.getAnnotations()) {
            if (annotation.annotationType().getName().equals("jdk.internal.ValueBased")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isValueClass(Class<?> type) {
        if (IS_VALUE == null) {
            return false;
        }
        try {
            return (boolean) IS_VALUE.invokeExact(type);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot ask whether " + type.getName() + " is a value class", e);
        }
    }

    private static @Nullable MethodHandle findIsValue() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Class.class, "isValue", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null; // a JVM without value classes
        }
    }
}

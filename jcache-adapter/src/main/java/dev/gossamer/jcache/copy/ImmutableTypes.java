package dev.gossamer.jcache.copy;

import java.io.File;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Which objects need no copy because nobody can change them. */
public final class ImmutableTypes {
    private static final Set<Class<?>> KNOWN = Set.of(
            String.class,
            Boolean.class,
            Byte.class,
            Character.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class,
            MathContext.class,
            UUID.class,
            URI.class,
            URL.class,
            File.class,
            Locale.class,
            Currency.class,
            Pattern.class,
            Object.class);

    /** Types whose instances are all immutable, also as a component of a record: final ones only. */
    private static final Set<Class<?>> FINAL_IN_JAVA_TIME = Set.of(
            java.time.Duration.class,
            java.time.Instant.class,
            java.time.LocalDate.class,
            java.time.LocalDateTime.class,
            java.time.LocalTime.class,
            java.time.MonthDay.class,
            java.time.OffsetDateTime.class,
            java.time.OffsetTime.class,
            java.time.Period.class,
            java.time.Year.class,
            java.time.YearMonth.class,
            java.time.ZonedDateTime.class,
            java.time.ZoneOffset.class);

    private static final ClassValue<Boolean> IMMUTABLE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isImmutable(type);
        }
    };

    private ImmutableTypes() {}

    public static boolean contains(Object object) {
        return object instanceof String
                || object instanceof Class
                || object instanceof Enum
                || IMMUTABLE.get(object.getClass());
    }

    private static boolean isImmutable(Class<?> type) {
        return KNOWN.contains(type)
                || FINAL_IN_JAVA_TIME.contains(type)
                || InetAddress.class.isAssignableFrom(type)
                || Charset.class.isAssignableFrom(type)
                || (type.isRecord() && hasImmutableComponents(type));
    }

    private static boolean hasImmutableComponents(Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            Class<?> part = component.getType();
            boolean plain = part.isPrimitive() || part.isEnum();
            boolean exact = Modifier.isFinal(part.getModifiers()) && part != type;
            if (!plain && !(exact && isImmutable(part))) {
                return false;
            }
        }
        return true;
    }
}

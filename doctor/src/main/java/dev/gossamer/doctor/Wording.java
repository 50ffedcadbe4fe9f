package dev.gossamer.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers, times and names as people read them, the same everywhere and on every machine. */
final class Wording {
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Wording() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number and what is counted: "1 entry", "2 entries". */
    static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    static String decimal(double number) {
        return String.format(Locale.ROOT, Math.abs(number) < 10 ? "%,.1f" : "%,.0f", number);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, share > 0 && share < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    static String bytes(double number) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double rest = number;
        while (rest >= 1024 && unit < units.length - 1) {
            rest /= 1024;
            unit++;
        }
        return (unit == 0 ? count(Math.round(rest)) : decimal(rest)) + " " + units[unit];
    }

    /** Two digits or so: "40 min", "1.5 s", "20 ms". */
    static String duration(Duration time) {
        double seconds = time.toNanos() / 1e9;
        if (seconds >= 7_200) {
            return decimal(seconds / 3_600) + " h";
        }
        if (seconds >= 120) {
            return decimal(seconds / 60) + " min";
        }
        if (seconds >= 1) {
            return decimal(seconds) + " s";
        }
        return seconds >= 0.001 ? decimal(seconds * 1e3) + " ms" : count(time.toNanos() / 1_000) + " µs";
    }

    static String dateAndTime(Instant moment) {
        return DATE_AND_TIME.format(moment) + " UTC";
    }

    static String time(Instant moment) {
        return TIME.format(moment) + " UTC";
    }

    /** A text without the line feeds and other control characters that a name may have. */
    static String line(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    /** The name of a class without its package and the classes around it. */
    static String simpleName(String className) {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    }

    /** A class, method and line without the package of the class. */
    static String withoutPackage(String place) {
        int method = place.lastIndexOf('.');
        return place.substring(place.lastIndexOf('.', method - 1) + 1);
    }
}

package dev.gossamer.tck.report;

import java.util.Map;

/** The rules of which the kit asks a part, with what else they say and who asks for that: a report never says more than was seen. */
final class PartlyAsked {
    private static final Map<String, String> ELSEWHERE = Map.of(
            "RC-9", "what a first use that fails leaves behind is asked for in the tests of the library",
            "DIAG-4", "MBeans, events, meters and what they cost are not asked for by the kit",
            "WM-1", "the memory that an association takes is asked for in the tests of the library");

    private PartlyAsked() {}

    /** What of a rule is asked for elsewhere; empty where the kit asks for all of it. */
    static String elsewhere(String rule) {
        return ELSEWHERE.getOrDefault(rule, "");
    }
}

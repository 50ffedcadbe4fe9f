package dev.gossamer.tck.rules;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The rules of the specification that a test or a property puts to the proof.
 *
 * <p>The ids open the display name of the test (its author writes them there, and the kit's own tests see to it) and,
 * added by this annotation, the message of each failure. The report gives each rule a verdict by its tests. Works on
 * {@code @Test} methods of JUnit Jupiter and on {@code @Property} methods of jqwik.
 *
 * @since 0.2.0
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(JupiterRules.class)
@AddLifecycleHook(JqwikRules.class)
public @interface Rule {

    /**
     * The ids of the rules, such as {@code MAP-3}. A test of several that fails blames the one that a
     * {@link RuleViolation} names, or else all of them.
     *
     * @return at least one id
     */
    String[] value();
}

package dev.gossamer;

import java.lang.ref.Reference;
import java.util.concurrent.Future;

/**
 * What a container does with a wrapper on its weak side: a {@link Reference}, a {@link Future}, or a container of this
 * library. Usually nobody but the container holds the wrapper itself, so its entry would be lost at the next collection
 * although the object that the wrapper leads to is alive.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="wrapper-policy"}
 *
 * @since 0.2.0
 */
public enum WrapperPolicy {
    /** Refuses it with a {@link NotWeaklyReferenceableException} that names the right type to use; the default. */
    REJECT,

    /**
     * Holds it weakly like any other object. Useful where others hold the wrapper itself for as long as its entry is
     * needed.
     */
    ALLOW
}

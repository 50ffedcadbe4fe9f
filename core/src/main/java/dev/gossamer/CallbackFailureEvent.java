package dev.gossamer;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A callback, listener or action of the user has thrown. */
@Name("dev.gossamer.CallbackFailure")
@Label("Callback Failure")
@Category("Gossamer")
@Description("A callback, listener or action threw while the library called it")
@StackTrace(false)
final class CallbackFailureEvent extends Event {
    @Label("Source")
    @Description("What was called")
    private String source = "";

    @Label("Failure")
    private Class<?> failure = Throwable.class;

    @Label("Message")
    private String message = "";

    @Label("Container")
    @Description("The name of the container that it was called for, where there is one")
    private @Nullable String container;

    static void emit(@Nullable String container, String source, Throwable failure) {
        CallbackFailureEvent event = new CallbackFailureEvent();
        if (event.shouldCommit()) {
            event.source = source;
            event.container = container;
            event.failure = failure.getClass();
            event.message = messageOf(failure);
            event.commit();
        }
    }

    private static String messageOf(Throwable failure) {
        try {
            return String.valueOf(failure.getMessage());
        } catch (RuntimeException second) {
            return "no message: " + second.getClass().getName();
        }
    }
}

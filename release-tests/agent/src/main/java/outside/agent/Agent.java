package outside.agent;

import dev.gossamer.Backends;
import dev.gossamer.WeakKeyMap;
import java.lang.instrument.Instrumentation;

/** Keeps data beside objects of the application that it is attached to. */
public final class Agent {
    public static void premain(String argument, Instrumentation instrumentation) {
        Object observed = new Object();
        WeakKeyMap<Object, String> data = WeakKeyMap.identity();
        data.put(observed, "seen");
        System.out.println("agent: " + data.get(observed) + " by "
                + Backends.standard().getClass().getName());
    }
}

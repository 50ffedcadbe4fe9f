package dev.gossamer.doctor;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import javax.management.remote.JMXConnectionNotification;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import jdk.jfr.consumer.RecordedEvent;
import jdk.management.jfr.RemoteRecordingStream;

/**
 * What the library tells the Flight Recorder of another JVM of this user on this machine, as it happens. Nothing of ours is
 * loaded there: its own management agent is started, if it was not, and a recording, which ends with this, or with this
 * JVM, unless it is killed. Thread-safe.
 */
final class LiveEvents implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final long pid;
    private final JMXConnector connector;
    private final RemoteRecordingStream stream;
    private final Thread atShutdown = new Thread(this::close, "gossamer-doctor-shutdown");

    private LiveEvents(long pid, JMXConnector connector, RemoteRecordingStream stream) {
        this.pid = pid;
        this.connector = connector;
        this.stream = stream;
    }

    /**
     * Connects to a JVM.
     *
     * @throws UnusableInputException if there is none of that number, or it cannot be attached to
     */
    static LiveEvents of(long pid) {
        requireJvm(pid);
        JMXConnector connector = connect(pid);
        try {
            return new LiveEvents(pid, connector, new RemoteRecordingStream(connector.getMBeanServerConnection()));
        } catch (IOException | RuntimeException e) {
            closeQuietly(connector);
            throw new UnusableInputException("process " + pid + " has no Flight Recorder to be used: " + e.getMessage()
                    + "; it needs the modules jdk.jfr and jdk.management.jfr");
        }
    }

    private static void requireJvm(long pid) {
        if (ProcessHandle.of(pid).isEmpty()) {
            throw new UnusableInputException("no process " + pid + "; jcmd lists the JVMs there are");
        }
        if (!isListed(pid)) { // attaching would send it a signal that ends what is no JVM
            throw new UnusableInputException(
                    "process " + pid + " is no JVM of this user that shows itself; jcmd lists those"
                            + " that do: with -XX:+UsePerfData and without -XX:+DisableAttachMechanism");
        }
    }

    // one at a time: two first searches at once can leave one of them without the JDK's own service (JDK 17)
    private static synchronized boolean isListed(long pid) {
        String id = Long.toString(pid);
        return VirtualMachine.list().stream().anyMatch(machine -> machine.id().equals(id));
    }

    @SuppressWarnings("BanJNDI") // the address is that of the process we attached to, on this machine
    private static JMXConnector connect(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()), Map.of());
            } finally {
                machine.detach();
            }
        } catch (IOException | AttachNotSupportedException e) {
            throw new UnusableInputException("cannot attach to process " + pid + ": " + e.getMessage()
                    + "; it has to be a JVM of this user, without -XX:+DisableAttachMechanism");
        }
    }

    /**
     * Asks for an event, once a second where it is told by period, and passes each on in a thread of the stream.
     *
     * @throws UnusableInputException if the JVM has ended
     */
    LiveEvents on(String event, Consumer<RecordedEvent> action) {
        try {
            stream.enable(event).withPeriod(PERIOD);
        } catch (UndeclaredThrowableException e) { // a lost connection, which that method cannot declare
            close();
            throw new UnusableInputException("process " + pid + " no longer answers: "
                    + e.getUndeclaredThrowable().getMessage() + "; see whether it has ended");
        }
        stream.onEvent(event, action);
        return this;
    }

    /** Begins; has somebody wait who is told of each second's events once they were passed on, and of the end. */
    void start(RemotePatience patience) {
        stream.onFlush(patience::beat);
        stream.onClose(patience::end);
        connector.addConnectionNotificationListener( // the stream of a JVM that was killed is not closed
                (failure, same) -> patience.end(),
                event -> event.getType().equals(JMXConnectionNotification.FAILED),
                null);
        Runtime.getRuntime().addShutdownHook(atShutdown);
        stream.startAsync();
    }

    @Override
    public synchronized void close() { // who comes second waits for the first, which needs the connection
        try {
            stream.close();
        } finally {
            closeQuietly(connector);
            removeHook();
        }
    }

    @SuppressWarnings("EmptyCatch")
    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException e) {
            // the JVM is shutting down, and runs it
        }
    }

    @SuppressWarnings("EmptyCatch")
    private static void closeQuietly(JMXConnector connector) {
        try {
            connector.close();
        } catch (IOException e) {
            // the other side has ended, and with it what was to be closed
        }
    }
}

package dev.gossamer.jcache.management;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Which bean has which name on the platform server. Thread-safe; one for the whole library, as there is one server. */
final class MBeanNames {
    // Who has the standard name when several caches lay claim to it?
    //
    // Managers of several class loaders may have one URI, and one that nobody closed is still there when its
    // application is deployed again. The first bean has the name that the standard gives; each further one has a
    // number besides. When a bean goes, the one with the highest number takes over its name. So the standard's name is
    // there for as long as any cache is that it fits, and the numbers have no gaps.
    static final MBeanNames PLATFORM = new MBeanNames();

    private static final Logger LOG = System.getLogger(MBeanNames.class.getName());

    private final Map<ObjectName, NavigableMap<Integer, RegisteredBean>> taken = new HashMap<>();

    private MBeanNames() {}

    /** A bean on the server, and the number in its name; guarded by the lock of the names. */
    static final class RegisteredBean {
        private final ObjectName standard;
        private final Object bean;
        private int number;

        private RegisteredBean(ObjectName standard, Object bean) {
            this.standard = standard;
            this.bean = bean;
        }
    }

    /** Shows a bean under a name, or under the first free number of it. */
    synchronized RegisteredBean register(ObjectName standard, Object bean) throws JMException {
        RegisteredBean registered = new RegisteredBean(standard, bean);
        NavigableMap<Integer, RegisteredBean> ofName = taken.getOrDefault(standard, new TreeMap<>());
        show(registered, ofName, 1);
        taken.put(standard, ofName);
        return registered;
    }

    private static void show(RegisteredBean shown, NavigableMap<Integer, RegisteredBean> ofName, int from)
            throws JMException {
        int number = from;
        while (ofName.containsKey(number) || !isRegistered(shown.standard, number, shown.bean)) {
            number++;
        }
        shown.number = number;
        ofName.put(number, shown);
    }

    /** Registers a bean unless somebody has the name, who may be of another library. */
    private static boolean isRegistered(ObjectName standard, int number, Object bean) throws JMException {
        try {
            server().registerMBean(bean, numbered(standard, number));
            return true;
        } catch (InstanceAlreadyExistsException e) {
            LOG.log(Level.DEBUG, "another manager of this URI has a cache of this name; counting on", e);
            return false;
        }
    }

    /** Shows a bean no longer, and the last one of the same name in its place. */
    synchronized void unregister(RegisteredBean gone) throws JMException {
        NavigableMap<Integer, RegisteredBean> ofName = taken.get(gone.standard);
        if (ofName == null || !ofName.remove(gone.number, gone)) {
            return;
        }
        remove(gone);
        if (ofName.isEmpty()) {
            taken.remove(gone.standard);
            return;
        }
        RegisteredBean last = ofName.lastEntry().getValue();
        if (last.number > gone.number) {
            ofName.remove(last.number);
            remove(last); // first, as the server takes no bean of the standard's kind twice
            show(last, ofName, gone.number);
        }
    }

    private static void remove(RegisteredBean bean) throws JMException {
        try {
            server().unregisterMBean(numbered(bean.standard, bean.number));
        } catch (InstanceNotFoundException e) {
            LOG.log(Level.DEBUG, "somebody else has unregistered " + bean.standard, e);
        }
    }

    private static ObjectName numbered(ObjectName standard, int number) throws JMException {
        return number == 1 ? standard : new ObjectName(standard + ",Instance=" + number);
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }
}

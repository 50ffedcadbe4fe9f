package dev.gossamer.backend.jdk;

import dev.gossamer.ContainerMBeans;
import dev.gossamer.LibraryMXBean;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakContainers;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

/** Makes containers in lines that {@link CreationSitesTest} knows, and tells what is known of them. */
public final class ContainerMaker {
    private ContainerMaker() {}

    /** Runs with {@code now}, {@code later}, {@code record} or {@code beans}. */
    public static void main(String[] arguments) throws Exception {
        List<Object> made = new ArrayList<>();
        made.add(WeakValueMap.builder().name("named").build());
        made.add(WeakSet.create());
        if (arguments[0].equals("later")) {
            WeakContainers.keepCreationSites();
        }
        made.add(again());
        if (arguments[0].equals("record")) {
            made.add(again());
            made.add(again());
            record(made.size());
        } else if (arguments[0].equals("beans")) {
            tellUnnamed();
        } else {
            WeakContainers.all().forEach(ContainerMaker::tell);
        }
        Reference.reachabilityFence(made);
    }

    private static WeakSet<Object> again() {
        return WeakSet.create();
    }

    private static void tell(WeakContainer each) {
        System.out.println(each.name().orElse("unnamed") + " " + each.kind() + " "
                + each.createdAt().orElse("-"));
    }

    private static void tellUnnamed() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ContainerMBeans beans = ContainerMBeans.register(server);
        JMX.newMXBeanProxy(server, new ObjectName("dev.gossamer:type=Library"), LibraryMXBean.class)
                .getUnnamedContainers()
                .keySet()
                .forEach(System.out::println);
        beans.close();
    }

    /** Records until all containers were told at once. */
    private static void record(int containers) throws InterruptedException {
        Map<String, Integer> told = new ConcurrentHashMap<>();
        CountDownLatch all = new CountDownLatch(1);
        try (RecordingStream stream = new RecordingStream()) {
            stream.enable("dev.gossamer.Container");
            stream.onEvent("dev.gossamer.Container", event -> {
                told.put(text(event), event.getInt("containers"));
                if (told.values().stream().mapToInt(each -> each).sum() == containers) {
                    all.countDown();
                }
            });
            stream.startAsync();
            if (!all.await(120, TimeUnit.SECONDS)) {
                System.out.println("told at last: " + told);
            }
        }
        told.keySet().forEach(System.out::println);
    }

    private static String text(RecordedEvent event) {
        return "recorded " + event.getString("container") + " x" + event.getInt("containers") + " "
                + event.getString("createdAt");
    }
}

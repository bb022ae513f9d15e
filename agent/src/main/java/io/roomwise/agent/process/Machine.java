package io.roomwise.agent.process;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import io.roomwise.mqtt.HubHealth.Host;
import io.roomwise.mqtt.HubHealth.Usage;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this process uses, and the computer that it runs on. From any thread. */
public final class Machine {
    private static final long MIB = 1024 * 1024;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** The board's own name where it has one ("NVIDIA Jetson Orin NX"), else the processor's kind. */
    String hardware() {
        String board =
                firstLine(Path.of("/proc/device-tree/model")).replace("\0", "").strip();
        return board.isEmpty() ? System.getProperty("os.arch") : board;
    }

    /** For people who compare measurements: "2 x AMD EPYC, 23 GiB, Linux 6.1 amd64". */
    public String description() {
        return system.getAvailableProcessors() + " x " + processor() + ", "
                + system.getTotalMemorySize() / (1024 * MIB) + " GiB, " + system.getName() + " "
                + system.getVersion() + " " + system.getArch();
    }

    private String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(this::hardware);
        } catch (IOException e) {
            return hardware();
        }
    }

    Usage usage() {
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Usage(
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000,
                rssMib(),
                heap / MIB,
                direct / MIB,
                threads.getThreadCount(),
                openFiles());
    }

    Host host() {
        return new Host(system.getSystemLoadAverage(), memoryPercent());
    }

    /** Without what the kernel would give back at once: caches. */
    private static double memoryPercent() {
        try {
            Map<String, Long> sizes = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .map(line -> line.split("[:\\s]+", -1))
                    .filter(words -> words.length > 1)
                    .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1]), (a, b) -> a));
            long total = sizes.getOrDefault("MemTotal", 0L);
            return total == 0 ? 0 : 100.0 * (total - sizes.getOrDefault("MemAvailable", total)) / total;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Processor time of this process, all threads, in nanoseconds. */
    long cpuNanos() {
        return system.getProcessCpuTime();
    }

    /** Processor time of our threads with a name; empty where there is none. */
    OptionalLong cpuNanos(String threadName) {
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(info -> info != null && threadName.equals(info.getThreadName()))
                .mapToLong(ThreadInfo::getThreadId)
                .map(threads::getThreadCpuTime)
                .filter(nanos -> nanos >= 0)
                .findFirst();
    }

    /** How much native memory buffers may have in all. */
    static long directBytes() {
        long given = Long.parseLong(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize")
                .getValue());
        return given > 0 ? given : Runtime.getRuntime().maxMemory(); // as the JVM has it
    }

    /** Resident memory; 0 where there is no /proc. */
    public long rssMib() {
        return memoryMib(1);
    }

    /** Resident memory without what is mapped from files, which the system takes back as it likes; 0 without /proc. */
    public long ownMib() {
        return memoryMib(1) - memoryMib(2);
    }

    /** A figure of /proc/self/statm, which are pages of 4 KiB. */
    private static long memoryMib(int figure) {
        String[] pages = firstLine(Path.of("/proc/self/statm")).split(" ", -1);
        return pages.length > figure ? Long.parseLong(pages[figure]) * 4096 / MIB : 0;
    }

    private static long openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}

package io.roomwise.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says that this process holds (proc(5)). */
final class ProcessStatus {
    /**
     * Of resident memory, the smallest difference that means anything: each core keeps up to 32 pages to itself before it adds
     * them to the sum (percpu_counter_batch), so a single page shows as a step of 128 KiB.
     */
    static final long RESIDENT_STEP_KIB = 32L * 4 * Runtime.getRuntime().availableProcessors();

    private static final Path PROCESS = Path.of("/proc/self");

    private ProcessStatus() {}

    static long residentKib() {
        return kib("VmRSS");
    }

    /**
     * Of it, what the virtual machine has compiled: it goes on with that for hours, ever more slowly, and what it takes has a
     * limit of its own.
     */
    static long codeKib() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().startsWith("Code"))
                        .mapToLong(pool -> pool.getUsage().getUsed())
                        .sum()
                / 1024;
    }

    /** The most that was resident. */
    static long peakKib() {
        return kib("VmHWM");
    }

    static long threads() {
        return count("task");
    }

    static long openFiles() {
        return count("fd");
    }

    private static long kib(String name) {
        try (Stream<String> lines = Files.lines(PROCESS.resolve("status"))) {
            return lines.filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(String entries) {
        try (Stream<Path> all = Files.list(PROCESS.resolve(entries))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

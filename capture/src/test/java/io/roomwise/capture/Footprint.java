package io.roomwise.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;

/**
 * What this process holds, after a garbage collection; needs /proc.
 *
 * @param nativeBytes that JavaCPP knows of; FFmpeg's own are in residentKib only
 */
record Footprint(long residentKib, long nativeBytes, long files, long threads) {
    private static final Path PROCESS = Path.of("/proc/self");

    static boolean canBeTold() {
        return Files.isDirectory(PROCESS);
    }

    static Footprint now() throws IOException {
        System.gc();
        var unused = Pointer.trimMemory();
        var resident = Files.readAllLines(PROCESS.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
        return new Footprint(resident, Pointer.totalBytes(), count("fd"), count("task"));
    }

    private static long count(String entries) throws IOException {
        try (var all = Files.list(PROCESS.resolve(entries))) {
            return all.count();
        }
    }
}

package io.roomwise.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process whose output is counted and whose processor time the kernel tells. */
final class MeasuredProcess implements AutoCloseable {
    /** Of /proc; the same on every Linux that we know. */
    private static final long NANOS_PER_TICK = 10_000_000L;

    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private final List<String> command;
    private final int unitBytes;
    private final Process process;
    private long bytes;

    /** @param unitBytes that it writes for one picture */
    MeasuredProcess(List<String> command, int unitBytes) throws IOException {
        this.command = command;
        this.unitBytes = unitBytes;
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread reader = new Thread(this::read, "output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        byte[] buffer = new byte[1 << 16];
        try (InputStream output = process.getInputStream()) {
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                synchronized (this) {
                    bytes += count;
                    notifyAll();
                }
            }
        } catch (IOException closed) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    synchronized long pictures() {
        return bytes / unitBytes;
    }

    /** Waits until it has given out so many pictures. */
    synchronized void await(long count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (pictures() < count) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(pictures() + " pictures of " + count + " came from " + command);
            }
            wait(200);
        }
    }

    /** Of all its threads since it began. */
    long cpuNanos() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        // after the name in brackets, which may contain anything, comes field 3; 14 and 15 are user and system time
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}

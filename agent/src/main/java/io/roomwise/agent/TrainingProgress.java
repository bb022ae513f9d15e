package io.roomwise.agent;

import io.roomwise.agent.process.Lifetime;
import io.roomwise.agent.process.Machine;
import io.roomwise.trainer.loop.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * How a job of the trainer goes on, in one line:
 *
 * <pre>
 *  student 120/1200 [##..................] 4 min left, 812 MiB  frame 0.8123  rate 0.0009
 * </pre>
 *
 * On a terminal the line is drawn anew, elsewhere each one stays. A signal ends the run after the step that is being done.
 * From the thread that trains.
 */
final class TrainingProgress implements TrainingListener {
    private static final int BAR = 20;
    private static final String ANEW = "\r\u001B[K";

    private final PrintWriter screen;
    private final boolean terminal;
    private final Lifetime lifetime;
    private final LongSupplier nanoTime;
    private final Machine machine = new Machine();
    private String job = "";
    private long began;
    private long first;

    TrainingProgress(PrintWriter screen, boolean terminal, Lifetime lifetime, LongSupplier nanoTime) {
        this.screen = screen;
        this.terminal = terminal;
        this.lifetime = lifetime;
        this.nanoTime = nanoTime;
    }

    @Override
    public void onProgress(String what, long done, long total, Map<String, Double> figures) {
        if (!what.startsWith(job) || job.isEmpty()) { // a job's validation is news of that job
            job = what;
            began = nanoTime.getAsLong();
            first = done;
        }
        String line = what + " " + done + "/" + total + " [" + bar(done, total) + "] " + left(done, total)
                + machine.ownMib() + " MiB"
                + figures.entrySet().stream()
                        .map(figure -> String.format(Locale.ROOT, "  %s %.4g", figure.getKey(), figure.getValue()))
                        .collect(Collectors.joining());
        if (!terminal) {
            screen.println(line);
        } else if (done == total || !what.equals(job)) {
            screen.println(ANEW + line);
        } else {
            screen.print(ANEW + line);
        }
        screen.flush();
    }

    private static String bar(long done, long total) {
        int full = total == 0 ? BAR : (int) (BAR * done / total);
        return "#".repeat(full) + ".".repeat(BAR - full);
    }

    /** By what was done since this process began with the job. */
    private String left(long done, long total) {
        if (done <= first || done >= total) {
            return "";
        }
        double seconds = (nanoTime.getAsLong() - began) / 1e9 / (done - first) * (total - done);
        if (seconds < 90) {
            return Math.round(seconds) + " s left, ";
        }
        long minutes = Math.round(seconds / 60);
        return minutes < 90 ? minutes + " min left, " : minutes / 60 + " h " + minutes % 60 + " min left, ";
    }

    @Override
    public boolean isStopped() {
        return lifetime.isEnding();
    }
}

package io.roomwise.agent.probe;

import io.roomwise.capture.StreamProbe;
import java.io.PrintWriter;
import java.util.Locale;

/** One line on a terminal that is drawn again and again and is gone in the end; nothing elsewhere. */
public final class ProbeProgress implements StreamProbe.Progress, AutoCloseable {
    private static final String BEGIN_OF_LINE = "\r";
    private static final String REST_OF_LINE = "\u001b[K";

    private final PrintWriter out;
    private final boolean isTerminal;
    private final long seconds;

    /** @param seconds that it will take once the stream plays */
    public ProbeProgress(PrintWriter out, boolean isTerminal, long seconds) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.seconds = seconds;
        draw("connecting ...");
    }

    @Override
    public void onProgress(double elapsed, long pictures, int senderReports) {
        draw(String.format(
                Locale.ROOT,
                "%d of %d s, pictures %d, sender reports %d",
                Math.min((long) elapsed, seconds),
                seconds,
                pictures,
                senderReports));
    }

    private void draw(String line) {
        if (isTerminal) {
            out.print(BEGIN_OF_LINE + line + REST_OF_LINE);
            out.flush();
        }
    }

    @Override
    public void close() {
        draw("");
        if (isTerminal) {
            out.print(BEGIN_OF_LINE);
            out.flush();
        }
    }
}

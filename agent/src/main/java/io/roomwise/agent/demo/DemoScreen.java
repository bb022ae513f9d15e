package io.roomwise.agent.demo;

import io.roomwise.agent.process.Lifetime;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Shows a running demo until it ends: redrawn in place on a terminal, as lines elsewhere, or as JSON at the end. */
public final class DemoScreen {
    /** How it is shown. */
    public enum Mode {
        TERMINAL,
        LINES,
        JSON
    }

    private static final Duration REDRAW = Duration.ofMillis(500);
    /** Lines: a summary after so many looks. */
    private static final int SUMMARY_LOOKS = 20;

    private static final String HOME = "\u001b[H";
    private static final String CLEAR = "\u001b[2J";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";

    private final Demo demo;
    private final Mode mode;
    private final PrintWriter out;
    private final TerminalView view;
    private final List<String> printed = new ArrayList<>();

    public DemoScreen(Demo demo, Mode mode, String title, PrintWriter out) {
        this.demo = demo;
        this.mode = mode;
        this.out = out;
        this.view = new TerminalView(title, ZoneId.systemDefault());
    }

    /**
     * Shows until the end.
     *
     * @param seconds 0: until the lifetime ends
     * @return the exit code
     */
    public int show(Lifetime lifetime, long seconds) {
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        OptionalInt end = OptionalInt.empty();
        print(mode == Mode.TERMINAL ? HIDE_CURSOR + CLEAR : "");
        for (int look = 1; end.isEmpty() && (seconds == 0 || System.nanoTime() < deadline); look++) {
            end = lifetime.await(REDRAW);
            draw(look);
        }
        DemoSnapshot last = demo.snapshot();
        switch (mode) {
            case TERMINAL -> print(frame(view.screen(last)) + SHOW_CURSOR + "\n");
            case LINES -> view.summary(last).forEach(out::println);
            case JSON -> out.println(DemoJson.of(last));
        }
        out.flush();
        return end.orElse(0);
    }

    private void draw(int look) {
        if (mode == Mode.JSON) {
            return;
        }
        DemoSnapshot now = demo.snapshot();
        if (mode == Mode.TERMINAL) {
            print(frame(view.screen(now)));
            return;
        }
        List<String> fresh = view.settledSince(printed, now);
        printed.addAll(fresh);
        fresh.forEach(out::println);
        if (look % SUMMARY_LOOKS == 0) {
            view.summary(now).forEach(out::println);
        }
        out.flush();
    }

    private static String frame(List<String> lines) {
        return HOME + String.join(REST_OF_LINE + "\n", lines) + REST_OF_LINE + "\n" + REST_OF_SCREEN;
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }
}

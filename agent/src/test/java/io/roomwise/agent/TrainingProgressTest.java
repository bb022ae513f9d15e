package io.roomwise.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.agent.process.Lifetime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    private final StringWriter screen = new StringWriter();
    private final Lifetime lifetime = new Lifetime(code -> {});
    private long now;

    @AfterEach
    void close() {
        lifetime.close();
    }

    private TrainingProgress progress(boolean terminal) {
        return new TrainingProgress(new PrintWriter(screen), terminal, lifetime, () -> now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void aLineTellsHowMuchIsLeftByWhatThisProcessDid() {
        TrainingProgress progress = progress(false);
        progress.onProgress("student", 100, 1000, Map.of("frame", 0.5)); // went on from there
        pass(Duration.ofMinutes(1));
        progress.onProgress("student", 200, 1000, Map.of());
        progress.onProgress("student validation", 200, 1000, Map.of("mAP_C", 81.25));
        pass(Duration.ofMinutes(9));
        progress.onProgress("student", 210, 1000, Map.of());
        pass(Duration.ofSeconds(1));
        progress.onProgress("perceiving clips", 2, 4, Map.of());
        pass(Duration.ofSeconds(3));
        progress.onProgress("perceiving clips", 3, 4, Map.of());
        progress.onProgress("perceiving clips", 4, 4, Map.of());
        String[] lines = screen.toString().replaceAll("\\d+ MiB", "1 MiB").split("\n");
        assertThat(lines)
                .containsExactly(
                        "student 100/1000 [##..................] 1 MiB  frame 0.5000",
                        "student 200/1000 [####................] 8 min left, 1 MiB",
                        "student validation 200/1000 [####................] 8 min left, 1 MiB  mAP_C 81.25",
                        "student 210/1000 [####................] 72 min left, 1 MiB",
                        "perceiving clips 2/4 [##########..........] 1 MiB",
                        "perceiving clips 3/4 [###############.....] 3 s left, 1 MiB",
                        "perceiving clips 4/4 [####################] 1 MiB");
    }

    @Test
    void aTerminalKeepsValidationsAndTheLastLineOfAJob() {
        TrainingProgress progress = progress(true);
        progress.onProgress("teacher", 1, 2, Map.of());
        progress.onProgress("teacher validation", 1, 2, Map.of("mAP_C", 50.0));
        progress.onProgress("teacher", 2, 2, Map.of());
        String shown = screen.toString().replaceAll("\\d+ MiB", "1 MiB");
        assertThat(shown)
                .isEqualTo("\r\u001B[Kteacher 1/2 [##########..........] 1 MiB"
                        + "\r\u001B[Kteacher validation 1/2 [##########..........] 1 MiB  mAP_C 50.00\n"
                        + "\r\u001B[Kteacher 2/2 [####################] 1 MiB\n");
    }

    @Test
    void aSignalStopsTheRun() {
        TrainingProgress progress = progress(false);
        assertThat(progress.isStopped()).isFalse();
        lifetime.end(0);
        assertThat(progress.isStopped()).isTrue();
    }
}

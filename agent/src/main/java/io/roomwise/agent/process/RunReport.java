package io.roomwise.agent.process;

import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamStats;
import io.roomwise.inference.Latency;
import io.roomwise.mqtt.MqttStats;
import io.roomwise.sync.SyncStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run cost and how well it kept time, as CSV: {@code subject,metric,value,unit}. Begins with what must be known to
 * compare it with another one: date, machine, versions, command.
 */
public final class RunReport {
    private final Machine machine = new Machine();
    private final List<String> rows = new ArrayList<>();
    /** Unlike the inputs of one sensor, which have its name, too. */
    private final Map<StreamId, String> names = new LinkedHashMap<>();

    private final String command;
    private final Instant date;
    private final long startNanos;
    private final long startCpuNanos;

    /** Begins the measured time. */
    public RunReport(String command, Instant date) {
        this.command = command;
        this.date = date;
        this.startNanos = System.nanoTime();
        this.startCpuNanos = machine.cpuNanos();
    }

    /** The run as it stands; while it is still open, so that its threads can be asked. */
    public String csv(HomeStats stats) {
        rows.clear();
        double elapsed = System.nanoTime() - startNanos;
        rows.add("subject,metric,value,unit");
        run(elapsed);
        names.clear();
        stats.streams()
                .forEach(stream -> names.put(
                        stream.stream(),
                        names.containsValue(stream.stream().toString())
                                ? stream.stream() + "/" + stream.stream().index()
                                : stream.stream().toString()));
        stats.streams().forEach(stream -> stream(stream, stats.late(stream.stream()), elapsed));
        stats.sync().rooms().forEach(this::room);
        row("sync", "frame_failures", stats.sync().frameFailures(), "");
        row("sync", "window_failures", stats.sync().windowFailures(), "");
        latency("inference", "detect_picture", stats.inference().detect());
        latency("inference", "encode_window", stats.inference().encode());
        latency("inference", "recognize_window", stats.inference().recognize());
        latency("inference", "hop", stats.inference().hop());
        if (!stats.streams().isEmpty()) { // of a recording, whose clock goes as it is played, it would tell nothing
            latency("inference", "capture_to_decision", stats.inference().captureToDecision());
        }
        row("inference", "windows", stats.inference().windows(), "");
        row("inference", "frames_encoded", stats.inference().framesEncoded(), "");
        row("inference", "frames_skipped", stats.inference().framesSkipped(), "");
        stats.mqtt().ifPresent(this::mqtt);
        return String.join("\n", rows) + "\n";
    }

    private void run(double elapsed) {
        text("date", date.toString());
        text("command", command);
        text("version", Version.current());
        text("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        text("machine", machine.description());
        row("run", "elapsed", elapsed / 1e9, "s");
        row("run", "cpu", 100 * (machine.cpuNanos() - startCpuNanos) / elapsed, "% of a core");
        row("run", "rss", machine.rssMib(), "MiB");
        for (String thread : List.of("sync", "inference", "mqtt-out")) {
            machine.cpuNanos(thread)
                    .ifPresent(nanos -> row("thread " + thread, "cpu", 100 * nanos / elapsed, "% of a core"));
        }
    }

    private void stream(StreamStats stream, long late, double elapsed) {
        String subject = "stream " + names.get(stream.stream());
        row(subject, "cpu", 100 * stream.cpuNanos() / elapsed, "% of a core");
        row(subject, "pictures", stream.pictures(), "");
        row(subject, "undecoded", stream.undecoded(), "");
        row(subject, "dropped", stream.dropped(), "");
        row(subject, "late", late, "");
        row(subject, "decode_errors", stream.decodeErrors(), "");
        row(subject, "reconnects", stream.reconnects(), "");
        row(subject, "clock_offset", stream.clockOffsetMillis(), "ms");
    }

    private void room(SyncStats.RoomStats room) {
        String subject = "room " + room.room();
        row(subject, "windows", room.windows(), "");
        row(subject, "degraded", room.degraded(), "");
        row(subject, "given_up", room.givenUp(), "");
        quantiles(subject, "skew", room.skewMillis());
        quantiles(subject, "clock_error", room.errorMillis());
        quantiles(subject, "wait", room.waitMillis());
        room.soundOffsets().forEach(this::soundOffset);
    }

    /** Beside the clock's figure of the same stream. */
    private void soundOffset(SyncStats.SoundOffset sound) {
        String subject = "stream "
                + names.getOrDefault(sound.microphone(), sound.microphone().toString());
        row(subject, "sound_offset", sound.offsetMillis(), "ms");
        row(subject, "sound_error", sound.errorMillis(), "ms");
        row(subject, "sound_witnesses", sound.witnesses(), "");
        row(subject, "sound_confidence", sound.confidence(), "");
        row(subject, "sound_shift", sound.shiftMillis(), "ms");
    }

    private void quantiles(String subject, String metric, SyncStats.Quantiles quantiles) {
        if (quantiles.count() > 0) {
            percentiles(subject, metric, quantiles.p50(), quantiles.p95(), quantiles.p99());
        }
    }

    private void latency(String subject, String metric, Latency latency) {
        if (latency.count() > 0) {
            percentiles(subject, metric, latency.p50Millis(), latency.p95Millis(), latency.p99Millis());
        }
    }

    private void mqtt(MqttStats mqtt) {
        row("mqtt", "published", mqtt.published(), "");
        row("mqtt", "dropped", mqtt.dropped(), "");
        row("mqtt", "reconnects", mqtt.reconnects(), "");
        MqttStats.Latency events = mqtt.captureToPublish();
        row("mqtt", "events", events.count(), "");
        if (events.count() > 0) {
            percentiles("mqtt", "capture_to_publish", events.p50Millis(), events.p95Millis(), events.p99Millis());
        }
    }

    private void percentiles(String subject, String metric, double p50, double p95, double p99) {
        row(subject, metric + "_p50", p50, "ms");
        row(subject, metric + "_p95", p95, "ms");
        row(subject, metric + "_p99", p99, "ms");
    }

    private void text(String metric, String text) {
        rows.add("run," + metric + ",\"" + text.replace("\"", "\"\"") + "\",");
    }

    private void row(String subject, String metric, long value, String unit) {
        rows.add(subject + "," + metric + "," + value + "," + unit);
    }

    private void row(String subject, String metric, double value, String unit) {
        rows.add(subject + "," + metric + "," + String.format(Locale.ROOT, "%.3f", value) + "," + unit);
    }
}

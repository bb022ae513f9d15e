package io.roomwise.sync.recording;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.sync.RoomWindow;
import io.roomwise.sync.WindowHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * SHA-256 over everything in the windows that pass: two runs with the same digest had the same slots, presence, times,
 * pixels and sound, bit by bit. Thread inference, or whoever replays.
 */
public final class WindowDigest implements WindowHandler {
    private final WindowHandler next;
    private final MessageDigest digest = RecordingWriter.sha256();
    private long windows;

    /** @param next gets each window after it was looked at */
    public WindowDigest(WindowHandler next) {
        this.next = next;
    }

    @Override
    public void onWindow(RoomWindow window) {
        add(window);
        windows++;
        next.onWindow(window);
    }

    private void add(RoomWindow window) {
        digest.update(window.layout().room().toString().getBytes(StandardCharsets.UTF_8));
        add(window.slotIndex(), window.slotUtcNanos(), window.assembledUtcNanos());
        for (int view = 0; view < window.layout().views().size(); view++) {
            add(window.present(view) ? 1 : 0);
            if (window.present(view)) {
                FrameTime time = window.time(view);
                add(
                        time.captureUtcNanos(),
                        time.errorNanos(),
                        time.source() == ClockSource.SENDER_REPORT ? 1 : 0,
                        time.arrivalUtcNanos());
                add(window.picture(view).width(), window.picture(view).height());
                digest.update(window.picture(view).rgb().duplicate());
            }
        }
        for (int microphone = 0; microphone < window.layout().microphones().size(); microphone++) {
            add(window.heard(microphone) ? 1 : 0);
            if (window.heard(microphone)) {
                var samples = window.sound(microphone);
                ByteBuffer bytes = ByteBuffer.allocate(samples.remaining() * Short.BYTES);
                bytes.asShortBuffer().put(samples.duplicate());
                digest.update(bytes);
            }
        }
    }

    private void add(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        digest.update(bytes);
    }

    /** How many have passed. */
    public long windows() {
        return windows;
    }

    /** Of all windows so far; begins anew. */
    public String hexadecimal() {
        return HexFormat.of().formatHex(digest.digest());
    }
}

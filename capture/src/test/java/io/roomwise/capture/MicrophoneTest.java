package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** ALSA's {@code null} device is silent and needs no hardware, but ALSA's library it needs. */
@Timeout(60)
class MicrophoneTest {
    private final RecordingSink sink = new RecordingSink();
    private final RecordingListener listener = new RecordingListener();

    @BeforeAll
    static void needsAlsa() {
        try {
            InputDevices.alsa();
        } catch (StreamException e) {
            assumeTrue(false, e.reason());
        }
    }

    @Test
    void deviceIsHeardWithItsOwnTime() {
        try (var reader = Streams.reader(new StreamUrl("alsa:null"), Streams.AUDIO, sink, listener)) {
            reader.start();
            sink.await("a second of sound", s -> s.samples() > FrameSink.SAMPLE_RATE_HZ);
            assertThat(reader.stats().clockSource()).isEqualTo(ClockSource.SENDER_REPORT);
        }
        assertThat(listener.reasons()).contains("streaming pcm_s16le");
    }

    @Test
    void deviceThatIsNotThereIsSaid() {
        try (var reader = Streams.reader(new StreamUrl("alsa:nosuchcard"), Streams.AUDIO, sink, listener)) {
            reader.start();
            assertThat(listener.await(StreamState.OFFLINE).reason()).contains("alsa:nosuchcard");
        }
    }
}

package io.roomwise.capture;

import io.roomwise.capture.virtual.Scene;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;

/** Readers and cameras as the tests need them: real ones, in a hurry. */
final class Streams {
    static final Set<MediaRole> VIDEO = Set.of(MediaRole.VIDEO);
    static final Set<MediaRole> AUDIO = Set.of(MediaRole.AUDIO);
    static final Set<MediaRole> BOTH = Set.of(MediaRole.VIDEO, MediaRole.AUDIO);

    private Streams() {}

    static StreamId id(int index) {
        return new StreamId(index, new RoomId("home", "living"), "north");
    }

    /** One second to connect and to stall, tenths of a second to try again. */
    static CaptureConfig hurried(RtspTransport transport) {
        return hurried(transport, HardwareDecoding.NONE, new PictureLimit(640, 480));
    }

    static CaptureConfig hurried(RtspTransport transport, HardwareDecoding hardware, PictureLimit limit) {
        return new CaptureConfig(
                transport,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                new RetryInterval(Duration.ofMillis(100), Duration.ofMillis(400), 0.2, Duration.ofSeconds(60)),
                Duration.ofSeconds(5),
                hardware,
                limit);
    }

    static StreamReader reader(StreamUrl url, Set<MediaRole> roles, FrameSink sink, StreamListener listener) {
        return reader(0, StreamConfig.of(url, roles, hurried(RtspTransport.TCP)), sink, listener);
    }

    static StreamReader reader(int index, StreamConfig config, FrameSink sink, StreamListener listener) {
        return new StreamReader(id(index), config, sink, listener, Clocks.system(), new SplittableRandom(index));
    }

    static VirtualCamera camera(Scene scene) {
        return camera(VirtualCameraConfig.of("north"), scene);
    }

    static VirtualCamera camera(VirtualCameraConfig config, Scene scene) {
        return new VirtualCamera(config, scene, Clocks.system(), new SplittableRandom(1));
    }

    static VirtualCamera started(VirtualCamera camera) {
        try {
            camera.start();
            return camera;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
